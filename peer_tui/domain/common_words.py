"""Names that are also ordinary words: whether one of them names somebody is for a person to say (check 44).

Single letters and numbers count as ordinary as well. Given names, family names and short names stand together: what a
person is called is one free field.
"""

from __future__ import annotations

from peer_tui.domain.characters import fold

_LISTED = """
abbot ace alan am amber amen an and angel any april arch are art as ash aspen asters at august autumn aye bach back
bad bailey baker ball banks bar bark barker barn barrow bass bay be beach bean bear beau beck bee bell berry best bill
bin birch bird bishop black blaze bliss bloom blossom blue board bob boll bond book booker booth boss both bow bowl
box boy bravo bread brick bridge bridges bright brook brooks brown buck bud bull bun burns bush but butcher butler by
cain can candy cane care carol carpenter carry carter case cash castle chan chance chancellor chandler change charity
chase chat cherry chess chip christian church city clair clay clerk cliff clover coach coal coast cole colon come
constant cook cool cooper coral core corn cotton count court coward cox crane cream creed crook cross crow crown
cruise crystal cummings cyan dab daisy dale dam dan dance dash date dawn day days dean dear deep dell den denim
destiny dew diamond dill dina do dock doll don dot dove down drake draper drew drum duke dusk dusty duty dye eagle
earl early earnest east eat ebony echo ed eden ember ever fair fairy faith fall fame fancy far farmer fast fern field
fields fin finch fine fire first fish fisher flax fleet fletcher flint flood flora flower fly for force ford forest
fortune foster fountain fowler fox frank free freed freeman french friday friend frost fuller gale game gardener
garland gate gates gay gem general gentle gentry ginger glad glass glen glory go goal gold golden good gore gospel
grace grain grand grant grave graves gray great green grey ground grove guest gun guy hail hale hall ham hand hands
happy hardy harmony harp harper hart has haste hat have haven hawk hay hazel he head heart heath heather heaven held
hell hem her herb here hero heron high hill hills his ho holiday holland hollow holly home honest honey honor hood
hope hopes horn house how hue hug hunt hunter hut i ice if in indigo iris is ivory ivy jack jade jam jasmine jasper
jay jazz jean jewel job jobs john jolly journey joy judge jules july junction june juniper just justice kale kay keen
keep key kid kind king kit kitten knight know la lad lady lake lamb lance land lane lark last late laurel law lawn
laws leaf league lean lee left legend lemon levy liberty lie light like lilac lily lime line linen lines link lion
little live lock lodge long lord lot love loyal luck lucky lyric mace made maiden main major mall man manor many maple
marble march marina mark marks marsh marshal marshall mart mason mass mast master mat max may mayor mays me mead
meadow mean melody mercy merit merry mild miles mill miller mills mine mint miracle miss misty mo monday money monk
moon moor moore more morning moss moth mountain much must my myth nail nan near neat nest never new nice nick nickel
night nights no noble noon norm north not note nova now nun nut oak oaks ocean of off old olive on onyx opal or orchid
otter our out owl own page pages pain paisley palm pan pansy park parker parks parson pass pat patience paw paws pay
peace peach peacock peak pear pearl peck pen penny people pepper petal phoenix piece pier pierce pike pine piper place
plain plum plumb poet pole pond pool poor poppy porter post pot potter powers praise prayer precious price pride
priest prince princess prior promise prosper purple queen quest quick quiet quill rabbit rain raven ray rays reach
read ready real rebel red reed reef regal remedy rest rice rich riddle rider ridge right ring rise rising river rivers
rob robin rock rocky rod roll roman room rose rosemary rosy round row royal ruby rue run rush russet rusty rye sable
sad sadler sage sail saint salt sam sand sandy sang sapphire saturday savage save say scarlet scout sea see serene
serenity sergeant set shade shadow shay she shell shepherd sherry ship shore short shy sienna silk silver sing singer
singleton skip sky slate sly small smart smile smith snow so soar sol song sorrel south spark sparks speaker spear
spring spruce squire star starling stars stay steel stem stern still stone storm stout strange street strong sue sugar
summer summers sun sunday sung sunny sunshine swan sweet swift sword tab tad tailor tan tanner tate tay teal temple
ten than that thatcher the them thorn thorne three thrush thursday thyme tide tiger tin to today topaz torch trace
tracy treasure tree trees trinity trip true truly trust truth tucker tulip turner twain twin unique unity up urban us
use vale valentine valley van vance vase velvet venture victor vine violet virtue vista walk walker wall walls ward
warden wash water waters way wayne we weaver web webb webber week weeks well wells west wheat wheeler while whistler
white why wild wilder will willow wills win wind winds wing wings winner winter winters wise wish wolf won wood wooden
woods woody word words work worth wren wright xanthe yard yen yes yet york you young zeal zen zephyr zion
"""
_WORDS = frozenset(_LISTED.split())


def is_also_a_word(name: str) -> bool:
    """Whether one word of a name, as it stands in a text, may mean something else there."""
    folded = fold(name)
    return len(folded) < 2 or folded.isdigit() or folded in _WORDS
