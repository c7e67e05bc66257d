"""What the access matrix makes and asks of each area: one file an area, the same three names in each.

`THINGS` says what an address takes, `SEARCHED` and `BODIES` what is asked and sent, `build` makes
one of each for every state.
"""
