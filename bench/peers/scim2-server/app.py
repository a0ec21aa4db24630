"""scim2-server with the store it comes with, in memory, for gunicorn; the token is checked as its own command does."""

import os

from scim2_server.memory import InMemoryStorage
from scim2_server.testserver.application import BearerTokenApplication
from scim2_server.utils import load_default_provider

app = BearerTokenApplication(InMemoryStorage(), load_default_provider(), bearer_tokens=[os.environ["TOKEN"]])
