"""How people sign in to the admin: passwords, second factors, sessions, and the record of all that."""
