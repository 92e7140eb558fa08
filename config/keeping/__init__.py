"""Backup, restore and the move to another database: all rows of all tables in a form that every database shares.

``values`` one value · ``tables`` rows in and out of a database · ``archive`` the file · ``staging`` a database built
beside the one in use · ``backing_up``, ``restoring``, ``moving`` what the commands do.
"""
