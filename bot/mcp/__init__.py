"""The same answer for other programs: an MCP server, over stdio or HTTP."""
