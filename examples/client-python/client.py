"""Calls a guarded endpoint: API_URL=http://127.0.0.1:8080/secure API_KEY=kss_... python3 client.py"""

import json
import os
import sys
import time
import urllib.error
import urllib.request

request = urllib.request.Request(os.environ["API_URL"], headers={"api-key": os.environ["API_KEY"]})
for attempt in range(5):
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            if "Sunset" in answer.headers:
                print("This key ends at", answer.headers["Sunset"], file=sys.stderr)
            print(json.load(answer)["message"])
            break
    except urllib.error.HTTPError as error:
        problem = json.load(error)
        if error.code == 503 and attempt < 4:
            time.sleep(int(error.headers["Retry-After"]))
            continue
        sys.exit(f"{problem['code']}: {problem['detail']}")
