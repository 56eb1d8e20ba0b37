"""What the web server loads in each of its worker processes."""

import ctypes
import signal

from survey_app import create_app

PR_SET_PDEATHSIG = 1

# A worker ends with its master, however that one ends: none is left holding the port.
ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)

app = create_app()
