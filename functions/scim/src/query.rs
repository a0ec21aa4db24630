//! Query parameters, in the order sent, decoded.
