"""Made-up full names, put together from lists as wide as the country; nobody is meant."""

from dataclasses import dataclass

from demo.generator.drawing import Lots


@dataclass(frozen=True)
class Names:
    """Forenames of girls and boys and surnames that are heard together."""

    girls: tuple[str, ...]
    boys: tuple[str, ...]
    surnames: tuple[str, ...]


def _names(girls: str, boys: str, surnames: str) -> Names:
    return Names(tuple(girls.split()), tuple(boys.split()), tuple(surnames.split()))


ISLES = _names(
    "Amelia Poppy Freya Isla Erin Megan Chloe Jade Kayleigh Gemma Stacey Leanne Tessa Bethany Holly Daisy Rosie Lottie "
    "Evie Maisie Harper Willow Orla Niamh Cerys Seren Eilidh Skye Nell Tabitha Robyn Scarlett Esme Ottilie Paige Shannon "
    "Carly Donna Kelly Hayley Abbie Georgia Summer Lacey Florence Ada Mabel Edie Martha Beth Heather Bronwen Morag Iona",
    "Oliver Jack Alfie Archie Tyler Callum Connor Liam Ryan Kyle Jordan Dean Darren Lee Craig Shane Wayne Gareth Rhys Owen "
    "Ewan Hamish Finlay Rory Declan Cormac Lewis Toby Freddie Reggie Ronnie Teddy Albie Jude Ellis Mason Riley Logan Kai "
    "Brandon Aaron Kieran Nathan Bradley Ross Scott Stuart Curtis Dale Glen Barney Otis Rufus Caleb Seth Ivor Emrys",
    "Ashby Barlow Birch Bramley Brough Cadwell Calder Carver Chilcott Coombe Cornish Crabtree Dancy Denning Drew Dunmore "
    "Easton Elwood Farrow Fielding Fenwick Garside Gittins Goodall Gregson Hackett Haddon Halse Harker Hartley Hembrow "
    "Hobday Hollis Hurst Ingram Jarvis Jessop Kemble Kettle Kirby Lacey Langdon Larkin Ledbury Lidstone Lovell Madden "
    "Marlow Maunder Mellor Milton Moffat Murch Nettle Norcott Oakley Orchard Paget Parfitt Penrose Pettit Pike Pollard "
    "Quick Radford Redman Ridley Rowe Sadler Salter Scully Selwood Shore Skelton Slade Sparrow Stokes Summers Tanner "
    "Thorne Tidy Tranter Tucker Vickery Wadham Wainwright Warren Westcott Whitlock Wickham Wilmot Winslade Wragg Yeo "
    "Bevan Cadogan Gwynne Pritchard Prosser Vaughan Baird Buchan Drummond Gillespie Kerr Lennox Moffatt Ramsay Strachan",
)
SOUTH_ASIA = _names(
    "Aisha Amina Anika Ayesha Fatima Hafsa Iqra Jasmin Jaspreet Kavita Kiran Manpreet Meera Nadia Nisha Parveen Pooja "
    "Priya Rabia Rania Ritu Sadia Saima Samina Sana Shabnam Simran Sunita Tahira Zainab Zara Harleen Navneet Diya",
    "Adeel Amir Arjun Asif Bilal Danish Farhan Gurpreet Hamza Haris Imran Jasdeep Junaid Karan Manjit Mohsin Nadeem Naveed "
    "Nikhil Omar Rahul Raj Rashid Sajid Sandeep Shahid Sukhdeep Tariq Usman Vikram Waqas Yusuf Zeeshan Aryan",
    "Ahmed Akhtar Ali Aslam Aziz Bains Begum Bhatti Chaudhry Desai Dhillon Gill Gupta Hussain Iqbal Jassal Joshi Kapoor "
    "Kaur Khan Khatun Malik Mehta Miah Mirza Nair Pandya Parmar Rafiq Rahman Rana Sandhu Shah Sharma Sidhu Siddiqui Uddin",
)
WEST_AFRICA = _names(
    "Abena Adaeze Adwoa Akosua Ama Amara Bukola Chiamaka Efua Esi Fatou Folasade Funmi Ifeoma Kemi Mariama Ngozi Nneka "
    "Oluchi Temitope Titilayo Yetunde Yaa Zainabu",
    "Adebayo Babatunde Chidi Chinedu Ebo Emeka Femi Ibrahima Ikenna Kofi Kojo Kwabena Kwame Lamin Mamadou Musa Obinna "
    "Olumide Segun Tunde Uche Yaw Sulaiman Nnamdi",
    "Acheampong Adeyemi Adjei Afolabi Agyeman Akinola Amoah Ansah Appiah Asante Balogun Bangura Boateng Ceesay Danso "
    "Diallo Eze Ezeani Igwe Jallow Kamara Mensah Nwosu Obi Ogunleye Okafor Okeke Okonkwo Oladipo Osei Owusu Sesay",
)
CARIBBEAN = _names(
    "Alisha Anthea Candice Chantelle Cherelle Cordelia Denise Keisha Latoya Marcia Monique Natasha Renée Rochelle Shanice "
    "Sherelle Tamika Tanisha Yolanda",
    "Andre Carlton Clive Delroy Desmond Devon Dwayne Errol Jermaine Kemar Leroy Marlon Nevil Omari Romario Tyrell Winston "
    "Tyrone",
    "Baptiste Bartley Blackwood Brathwaite Clarke Cumberbatch Daley Dacosta Francis Gayle Grant Hinds Joseph Laing Leacock "
    "Lindo Mcfarlane Pinnock Reid Samuels Sobers Thorpe Walcott",
)
EAST_EUROPE = _names(
    "Agnieszka Alina Andreea Beata Dorota Elena Gabija Ioana Ivana Joanna Justyna Kasia Katarzyna Kristina Larisa Magdalena "
    "Małgorzata Marta Milda Monika Natalia Oksana Raluca Renata Simona Svitlana Ștefania Teodora Zuzana Żaneta",
    "Adrian Andrei Bogdan Cătălin Dariusz Dawid Dmytro Florin Grzegorz Ionuț Jakub Jarek Kamil Krzysztof Lukas Łukasz "
    "Marek Marius Mihai Mindaugas Oleksandr Paweł Piotr Radu Sebastian Sergiu Tomasz Vasile Wojciech Žygimantas",
    "Balan Bielak Ciobanu Dąbrowski Dudek Dumitru Gajewski Ionescu Jankauskas Kaczmarek Kowalczyk Kravchenko Król Lis "
    "Majewski Marinescu Mazur Nedelcu Nowicki Petrauskas Popa Rusu Sikora Sokół Stoica Szewczyk Tkachuk Ungureanu Wilk "
    "Woźniak Zając Zielinski Šimkus",
)
SOUTH_EUROPE = _names(
    "Ana Beatriz Carla Catarina Filipa Inês Joana Lúcia Mariana Núria Paula Rocío Sofía Teresa Chiara Giulia Eleni Despina",
    "Álvaro André Bruno Diogo Gonçalo Hugo João Javier Luís Miguel Nuno Paulo Rui Sérgio Vítor Matteo Stelios Giorgos",
    "Almeida Araújo Barros Conceição Fernandes Ferreira Gomes Lopes Magalhães Marques Muñoz Peña Pereira Ribeiro Simões "
    "Soares Teixeira Vargas Esposito Georgiou Papadakis",
)
MIDDLE_EAST = _names(
    "Amal Asma Ayan Dilan Elif Farah Hadiya Hodan Hiwa Ifrah Layla Leyla Maryam Muna Nasrin Noor Rojin Sahra Shirin Soraya "
    "Warda Yasmin Zeynep",
    "Abdi Abdirahman Ahmet Ali Arash Baran Cemal Dariush Emre Faisal Farid Hassan Karim Khalid Mahad Mehmet Mustafa Omid "
    "Rebwar Saeed Serkan Tarek Yusuf Ziad",
    "Abdullahi Aden Ahmadi Amin Aydın Barzani Çelik Darwish Demir Farah Ghorbani Haddad Hersi Hosseini Jama Karimi Mansour "
    "Mohamud Nazari Öztürk Rostami Saleh Şahin Warsame Yıldız Yusuf",
)
EAST_ASIA = _names(
    "Angelica Bích Grace Hsin Jiayi Joy Linh Mai Maricel Mei Min Ngọc Phương Siu Thảo Thùy Vivian Wai Xin Ying",
    "Chun Dũng Edgar Hao Hiếu Jie Jun Kelvin Ming Minh Quân Rodel Siu Tuấn Wei Wing Xiang Yang",
    "Bautista Chan Chen Cheung Đặng Dela_Cruz Đỗ Fung Garcia Ho Huang Lam Lau Lê Leung Li Lim Ng Nguyễn Phạm Reyes Santos "
    "Tam Trần Võ Wang Wong Wu Yip Zhang Zhou",
)
GROUPS: tuple[tuple[float, Names], ...] = (
    (0.58, ISLES), (0.11, SOUTH_ASIA), (0.06, WEST_AFRICA), (0.05, CARIBBEAN), (0.09, EAST_EUROPE), (0.03, SOUTH_EUROPE),
    (0.05, MIDDLE_EAST), (0.03, EAST_ASIA),
)  # fmt: skip
FAR: tuple[Names, ...] = (EAST_EUROPE, SOUTH_EUROPE, MIDDLE_EAST, EAST_ASIA)
APOSTROPHES = ("O’Dowd", "O'Callaghan", "D'Souza", "O'Hanlon", "D’Arcy", "N'Diaye", "O'Shaughnessy", "M'Bow")
DOUBLE = (
    "Featherstonehaugh-Cholmondeley", "Wolstenholme-Adekunle", "Papadimitriou-Vandermeer", "Ramachandran-Llewellyn",
    "Smythe-Okonkwo-Baines", "Fitzwilliam-Anstruther", "Castellanos de la Vega",
)  # fmt: skip
SINGLE = ("Suharto", "Sukarni", "Wahyuni", "Tenzin", "Gulshan", "Haseena")
# Twins' names that a hurried hand mistakes for each other.
ALIKE = (
    ("Ella", "Ellie"), ("Amy", "Amie"), ("Jayden", "Jaydon"), ("Hannah", "Anna"), ("Aaron", "Arran"), ("Maya", "Mia"),
    ("Callum", "Colum"), ("Aaliyah", "Aliya"),
)  # fmt: skip


def group(lots: Lots) -> Names:
    """The lists from which a parent's names are taken."""
    return lots.weighted(GROUPS)


def surname(lots: Lots, names: Names) -> str:
    """A surname; `_` in a list stands for a space."""
    return lots.pick(names.surnames).replace("_", " ")
