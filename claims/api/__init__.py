"""REST API of the newsroom. Views translate and call one service; rows are built by plain functions.

Serializers named ``…Input`` and ``…Edit`` read and limit; those named ``…Shape`` only describe answers for the OpenAPI
document. The functions in ``rows`` modules build the answers, and a test holds the two together.
"""
