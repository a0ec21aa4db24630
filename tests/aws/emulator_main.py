"""ministack as its own command starts it, but for one thing: it hands an event to a function without a wait.

It sends the head and the body of an event in two writes. The kernel would hold the second back until the first is
acknowledged, which the function's kernel puts off for 40 ms, in the hope of an answer to send along.
"""

import socketserver

from ministack.app import main

if __name__ == "__main__":
    socketserver.StreamRequestHandler.disable_nagle_algorithm = True
    main()
