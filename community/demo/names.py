"""Names of people who do not exist, as one meets them in a Dutch town."""

from __future__ import annotations

FIRST = (
    "Fatima", "Marijke", "Yusuf", "Anneke", "Henk", "Ineke", "Sanne", "Piet", "Noor", "Ahmed",
    "Willem", "Greetje", "Olena", "Kees", "Aylin", "Jan", "Truus", "Mohammed", "Lotte", "Berend",
    "Zofia", "Hanneke", "Daan", "Samira", "Gerrit", "Femke", "Dmytro", "Riet", "Tess", "Bram",
    "Hilde", "Selma", "Jaap", "Corrie", "Rania", "Thijs", "Wil", "Mehmet", "Els", "Joris",
    "Nadia", "Harm", "Iris", "Tomasz", "Gea", "Luuk", "Amina", "Dick", "Roos", "Marek",
    "Betsie", "Omar", "Lies", "Ruben", "Ria", "Hassan", "Joke", "Stijn", "Maryam", "Evert",
    "Annie", "Sem", "Katarzyna", "Wim", "Leila", "Geert", "Eva", "Ton", "Nienke", "Ali",
    "Mieke", "Jelle", "Halina", "Arie", "Saar", "Ibrahim", "Bea", "Pim", "Iryna", "Hendrik",
)  # fmt: skip

LAST = (
    "de Wit", "Bos", "Jansen", "Yilmaz", "van Dijk", "El Amrani", "Hekman", "Kowalska", "Visser",
    "Meijerink", "Bouzid", "Schuurman", "de Vries", "Kaya", "Nijland", "Shevchenko", "Mulder",
    "Timmerman", "Haddad", "van der Veen", "Grootenhuis", "Nowak", "Smit", "Demir", "Dijkstra",
    "Kamphuis", "Bakker", "Al Hariri", "Zwiers", "Koster", "Ouali", "Hofman", "Petrenko",
    "Veldhuis", "Brouwer", "Aydin", "Kuipers", "Reuvekamp", "Chen", "van den Berg", "Wolters",
    "Karimi", "Hoekstra", "Lubbers", "Tesfay", "Peters", "Mensink", "Bilal", "Horstman", "Prins",
)  # fmt: skip

#: What people bring to a gathering, when they bring a question.
QUESTIONS = (
    "Hoe vraag je hulp zonder je te schamen?",
    "Hoe leer ik mijn buren kennen?",
    "Kan ik dit ook zonder computer?",
    "Wat doe je als je het niet eens bent met je familie?",
    "Waar begin ik als ik nog nooit zoiets heb gedaan?",
    "Hoe houd je zoiets vol als het tegenzit?",
    "Mag ik ook alleen komen luisteren?",
    "Wie weet nog hoe het hier vroeger was?",
    "Hoe leg ik dit uit aan mijn kleinkinderen?",
    "Wat kost het om mee te doen met de buurt?",
)
