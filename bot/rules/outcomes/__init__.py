"""What a measure says of a group before and after: five named definitions, never a bare "95 %".

Scores are fractions, so that a change of exactly the size that counts does count, and so that
changes which do not differ are seen not to. Only `shares`, `paired` and what imports them need
scipy; they are imported when a report is asked for.
"""
