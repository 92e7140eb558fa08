"""What rooms above want to know of deliveries; told inside the transaction that writes it down."""

from django.dispatch import Signal

delivery_published = Signal()
"""A delivery is out from now on. Receivers get ``instance`` (Delivery) and ``at`` (aware), write rows and nothing else:
what they raise would undo the mark that it is out."""
