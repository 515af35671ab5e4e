"""A chain of restaurants that never was: `manage.py demo` fills an empty house with it.

First it is thought up, in weeks and arrays, from a seed alone:

    chain.py      regions, sites, shift teams
    careers.py    who works in which team from when to when
    truth.py      what each module really does, and how that is printed
    courses.py    who is given a module when, and when they are done with it
    service.py    how well everybody serves, and the scores customers give
    visits.py     which customers come, and whether they come again
    story.py      all of it, put together

Then it is written through the product's own actions, in dates that end today:

    people.py     teams, people, careers, managers
    training.py   the catalogue, past and present training
    learning.py   some of it learned step by step
    customers.py  answers and visits;  comments.py: in the customers' words
    recoveries.py how complaints were put right
    plans.py      development plans
    loading.py    the order of it all
    sign_ins.py   who can sign in

Nothing of the truth is written anywhere. Only the command comes in here: numpy is used.
"""

# Before numpy: it takes care that linear algebra runs on one thread.
import outcomes.engine  # noqa: F401
