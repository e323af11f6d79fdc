"""From bytes outside to an Article: decoded, bounded and laid out in blocks over one text."""
