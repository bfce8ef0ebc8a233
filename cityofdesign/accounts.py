"""The demo accounts: they exist only with DEMO_CONTENT on; production refuses to start beside them."""

DEMO_ACCOUNTS = {
    "editor": "writes pages",
    "moderator": "publishes pages",
    "officer": "prepares rounds",
    "officer2": "prepares rounds",
    "approver": "approves and publishes rounds, may also prepare them",
    "admin": "may do everything but decide alone",
}
