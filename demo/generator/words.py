"""What officers and practitioners write of a made-up report, and what a child says; short, plain, blaming nobody harmed."""

from wholepicture.pathway.incidents.terms import Feature

BEGINNINGS = (
    "Neighbours heard shouting and a door that was kicked.",
    "A call was cut off; officers found the front room in disorder.",
    "Called to an argument about money.",
    "Called to an argument about who may have the children at the weekend.",
    "Officers saw a hole in the bedroom door.",
    "She opened the door after ten minutes and would not speak in front of him.",
    "He would not let her leave the room.",
    "Her phone was taken and broken before she could ring.",
    "The argument began about a message on her phone.",
    "Shouting in the street outside the home.",
    "He waited at her work and followed her home.",
    "Things were thrown in the kitchen.",
)
OF_FEATURES = {
    Feature.ALCOHOL: "The person said to cause harm had been drinking.",
    Feature.DRUGS: "Drugs were seen on the table.",
    Feature.SEPARATION: "They separated some weeks ago.",
    Feature.DURING_CONTACT: "It happened when the children were handed over.",
    Feature.WEAPON: "A kitchen knife was held up and put down again.",
    Feature.STRANGULATION: "Hands around the neck for some seconds, with hoarseness after.",
    Feature.THREATS_TO_KILL: "A threat to kill was made and believed.",
    Feature.CHILD_HURT: "A child has a bruise on the arm from being pushed aside.",
    Feature.INJURY: "A cut lip, seen by the ambulance crew.",
    Feature.CONTROLLING_OR_COERCIVE: "Bank card, keys and phone are kept by the other.",
    Feature.ECONOMIC_ABUSE: "There was no money for food this week.",
    Feature.STALKING: "Forty messages in one night.",
    Feature.BREACH_OF_ORDER: "An order forbids to come within a hundred metres.",
    Feature.PREGNANCY: "She is pregnant.",
    Feature.DAMAGE: "The front door is off its hinges.",
}
NO_CRIME = (
    "A dispute between adults about noise; nobody was hurt.",
    "Lost keys: both were locked out and shouted.",
    "A welfare check after a missed appointment.",
)
CONCERNS = {
    "school": "Comes tired and hungry on Mondays and does not want to go home on Fridays.",
    "nursery": "Cried when a chair fell over and hid under the table.",
    "health_visiting": "At the visit the father answered every question; the cot was not used.",
    "midwifery": "On the ward the partner seemed under the influence and would not leave.",
    "gp_practice": "Third visit for sleeplessness; bruises on the upper arm were not explained.",
    "adult_mental_health": "Said at an appointment that he sometimes frightens them all.",
    "housing": "Asked for the locks to be changed and then took it back.",
}
CHILDREN = (
    "I took my sister under the bed.",
    "It is quiet when he is asleep.",
    "I turned the telly up.",
    "Mum said to count to a hundred.",
    "I don't want to go there on Saturdays.",
    "He broke my tablet.",
    "I stood in front of her.",
    "The dog hides too.",
    "I listen for the key in the door.",
)
SLEEPS = ("In the cot beside mother's bed.", "On the sofa with an adult.", "Not settled yet: with whoever is at home.")
