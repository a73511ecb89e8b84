"""The worker's inbox: a server-rendered web application without scripts, and its API.

`app.py` puts it together, `access.py` says who may do what, `work.py` holds what a worker can do with a hand-over, and
each file in `views/` one group of screens.
"""
