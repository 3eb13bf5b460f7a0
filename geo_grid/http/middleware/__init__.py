"""Pure ASGI middleware, outermost first: request id with access log, security headers, body limit."""
