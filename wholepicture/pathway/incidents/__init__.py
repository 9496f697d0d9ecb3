"""What police and others reported, exactly as told: comes in through any door, goes out as people with roles, children and how they were.

Acts: any agency that reports (review 2.4, 5.2 L&G 3). Nothing given to us is lost: raw input is kept before it is understood.
"""
