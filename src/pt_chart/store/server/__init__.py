"""The chart on a clinic's own PostgreSQL server; `door` is the way in.

Importing this package and `door` is cheap; SQLAlchemy and psycopg load when a server is used.
"""
