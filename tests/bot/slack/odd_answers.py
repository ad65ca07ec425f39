"""What may come in place of Slack's answer, and what our code calls it."""

import pytest

HTML = "<html><head><title>502 Bad Gateway</title></head></html>"

# status, content type, body, our word
ODD = [
    pytest.param(200, "text/plain", "no healthy upstream", "not_slack", id="text"),
    pytest.param(200, "text/plain", "", "not_slack", id="empty text"),
    pytest.param(503, "text/plain", "no healthy upstream", "http_503", id="text, 503"),
    pytest.param(403, "text/plain; charset=nonsense", "go away", "http_403", id="unknown charset"),
    pytest.param(200, "text/html", HTML, "not_slack", id="page"),
    pytest.param(502, "text/html", HTML, "http_502", id="page, 502"),
    pytest.param(504, "text/html", "", "http_504", id="nothing, 504"),
    pytest.param(200, "application/json", "", "not_slack", id="empty JSON"),
    pytest.param(200, "application/json", '{"ok": tr', "not_slack", id="half a document"),
    pytest.param(502, "application/json", HTML, "http_502", id="page that claims to be JSON, 502"),
    pytest.param(200, "application/json", "[1]", "not_slack", id="list"),
    pytest.param(200, "application/json", "null", "not_slack", id="null"),
    pytest.param(200, "application/json", '"invalid_auth"', "not_slack", id="JSON text"),
    pytest.param(200, "application/json", '{"ok": false}', "not_slack", id="no reason"),
    pytest.param(200, "application/json", '{"ok": false, "error": 7}', "not_slack", id="a number"),
    pytest.param(
        200, "application/json", '{"ok":false,"error":"Ah! <x>"}', "not_slack", id="no code"
    ),
    pytest.param(200, "application/json", "\udcff\udcfe", "not_slack", id="no UTF-8"),
    pytest.param(200, "application/gzip", "\x1f\udc8b", "not_slack", id="bytes"),
]
