"""Prints the production settings as JSON; run in a process of its own.

Ends with an error when ``manage.py check --deploy`` has anything to say.
"""

import json

import django
from django.conf import settings
from django.core.management import call_command

django.setup()
call_command("check", deploy=True, fail_level="WARNING")
told = {name: getattr(settings, name) for name in dir(settings) if name.isupper()}
print("\n" + json.dumps(told, default=str))
