"""Stocks of prepared posts: how long they last, their order, what goes in and out."""
