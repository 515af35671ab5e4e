"""Files of past training: what their rows say, before anything is written."""
