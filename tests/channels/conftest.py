"""Property tests of the channels judge what comes out, never how fast the machine is."""

from hypothesis import settings

settings.register_profile("patient", deadline=None)
settings.load_profile("patient")
