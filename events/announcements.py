def announce(round_, *, user): pass
