"""Settings: `base` is shared; `demo`, `test` and `production` are the ones to run."""
