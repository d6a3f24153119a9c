"""Components that run in the browser: what follows the finger does not ask the server."""
