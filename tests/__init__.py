"""Looking for rubbish while the house and the tests are loaded takes a third of that time."""

import gc

gc.set_threshold(100_000, 50, 50)
