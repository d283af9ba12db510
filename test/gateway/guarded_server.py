"""A server behind a gateway, which knows nothing of keys: it answers with what it was sent, and writes it into the file it is
told, before it answers."""

import json
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


writing = threading.Lock()
written = open(sys.argv[1], "a")


class Echo(BaseHTTPRequestHandler):
    def answer(self):
        length = int(self.headers.get("Content-Length", 0))
        seen = {
            "method": self.command,
            "path": self.path,
            "headers": [[name.lower(), value] for name, value in self.headers.items()],
            "body": self.rfile.read(length).decode(),
        }
        body = json.dumps(seen).encode()
        with writing:
            print(body.decode(), file=written, flush=True)
        # A refusal of its own, which no gateway may take for one of the keys.
        self.send_response({"/forbidden": 403, "/broken": 500}.get(self.path, 200))
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    do_GET = do_HEAD = do_POST = do_PUT = do_DELETE = answer

    def log_message(self, *_):
        pass


class Server(ThreadingHTTPServer):
    request_queue_size = 128


server = Server(("127.0.0.1", 0), Echo)
print(server.server_port, flush=True)
server.serve_forever()
