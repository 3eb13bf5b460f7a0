"""``geo-grid serve``: the web interface and the web pages."""

import contextlib
import errno
import os
import socket
from typing import Annotated, Any

import typer
import uvicorn
from uvicorn.supervisors import Multiprocess

from geo_grid.core.errors import Unavailable
from geo_grid.local_postgres import database_urls
from geo_grid.services.editions import require_database
from geo_grid.settings import settings
from geo_grid.words import both

#: Seconds that requests under way may take to finish after a stop was asked for.
_FAREWELL_S = 10

_LOGS: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        # These loggers write whole JSON lines themselves.
        "line": {"format": "%(message)s"},
        "told": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"},
    },
    "handlers": {
        "access": {"class": "logging.StreamHandler", "formatter": "line", "stream": "ext://sys.stdout"},
        "failures": {"class": "logging.StreamHandler", "formatter": "line", "stream": "ext://sys.stderr"},
        "told": {"class": "logging.StreamHandler", "formatter": "told", "stream": "ext://sys.stderr"},
    },
    "loggers": {
        "geo_grid": {"handlers": ["told"], "level": "INFO", "propagate": False},
        "geo_grid.access": {"handlers": ["access"], "level": "INFO", "propagate": False},
        "geo_grid.error": {"handlers": ["failures"], "level": "INFO", "propagate": False},
        "uvicorn": {"handlers": ["told"], "level": "WARNING", "propagate": False},
    },
}


def command(
    host: Annotated[
        str | None, typer.Option("--host", help="监听地址 / Address to listen on.", show_default=False)
    ] = None,
    port: Annotated[
        int | None,
        typer.Option("--port", min=1, max=65535, help="监听端口 / Port to listen on.", show_default=False),
    ] = None,
    workers: Annotated[
        int, typer.Option("--workers", min=1, max=64, help="进程数 / Number of processes.")
    ] = 1,
) -> None:
    """启动网页和接口，Ctrl-C 停止 / Serve the web pages and the interface until interrupted."""
    chosen = settings()
    host, port = host or chosen.host, port or chosen.port
    # The port comes first: it is the commonest mistake, and nothing should be started for nothing.
    listener = bind(host, port)
    with listener:
        application_url, _ = database_urls(chosen)
        require_database(application_url)
        # Each process builds its own application from the settings of its environment.
        os.environ["DATABASE_URL"] = application_url
        config = uvicorn.Config(
            "geo_grid.http.serving:application",
            factory=True,
            host=host,
            port=port,
            workers=workers,
            log_config=_LOGS,
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=_FAREWELL_S,
        )
        shown = f"[{host}]" if ":" in host else host
        typer.echo(both("serving", {"url": f"http://{shown}:{port}"}))
        # Ctrl-C is how a server is meant to end.
        with contextlib.suppress(KeyboardInterrupt):
            if workers > 1:
                Multiprocess(config, sockets=[listener]).run()
            else:
                uvicorn.Server(config).run(sockets=[listener])


def bind(host: str, port: int) -> socket.socket:
    """A socket on an address, so that a taken port is told before anything else is done.

    Raises
    ------
    Unavailable
        ``port_taken`` or ``host_unusable``.
    """
    listener: socket.socket | None = None
    try:
        family, kind, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listener = socket.socket(family, kind)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
    except OSError as error:
        if listener is not None:
            listener.close()
        if error.errno == errno.EADDRINUSE:
            raise Unavailable("port_taken", port=port) from error
        raise Unavailable("host_unusable", host=host, port=port, reason=error.strerror) from error
    listener.set_inheritable(True)
    return listener
