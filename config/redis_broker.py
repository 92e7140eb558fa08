"""Redis as the broker, read by Celery's plain loop instead of its event loop.

After a lost connection the event loop may keep running with nothing left to listen to: the worker lives and takes no
message any more. The plain loop fails with the connection and connects anew; it notices a half-open one, too. The
embedded form runs the same loop.
"""

from __future__ import annotations

from kombu.transport import redis


class Transport(redis.Transport):
    implements = redis.Transport.implements.extend(asynchronous=False)
