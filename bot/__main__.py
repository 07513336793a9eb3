"""`python -m bot` is the command `stodchatten`."""

import sys

from bot.cli import main

sys.exit(main())
