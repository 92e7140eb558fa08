"""Packs what proves a plan's execution into one ZIP that can be verified without this service."""
