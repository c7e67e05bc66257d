"""How often one address may try codes: enough for a training room, not enough for guessing."""

from allauth.account.adapter import get_adapter
from django.http import HttpRequest
from ninja.throttling import SimpleRateThrottle


class PerAddress(SimpleRateThrottle):
    """Counts tries by the address that our own proxies tell, not by one that a client claims."""

    scope = "field"

    def get_cache_key(self, request: HttpRequest) -> str:
        ident = str(get_adapter().get_client_ip(request))
        return self.cache_format % {"scope": self.scope, "ident": ident}
