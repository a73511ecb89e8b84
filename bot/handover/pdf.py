"""stub"""


def render(document):
    return b"%PDF"
