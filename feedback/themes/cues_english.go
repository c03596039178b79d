package themes

// cues is the grammar of the rules, one line each. A line "name = ..." gives a class of words its name; any
// other line is a kind, how often a text with this cue is of the kind, from 0 to 1, and a run of words. In a
// run {name} stands for a word of the class, ^ for the beginning of a sentence, and ~ for up to three words
// of any kind.
//
// The figures are guesses of what such words mean, made from knowledge of the language and not from anybody's
// texts. A cue for asking goes before one for praise or for a fault: people praise what they want more of.
const cues = `
good = nice great good better best awesome cool helpful useful handy perfect amazing wonderful lovely fantastic excellent super ideal fab brilliant ace sweet convenient beneficial appreciated preferable easier nicer worthwhile interesting
make = add allow make fix bring provide include give let put change enable improve update support implement consider create remove offer expose integrate introduce extend increase reduce keep get show restore return hide expand open build release port enhance replace simplify publish document supply rename
advise = recommend suggest advise propose urge
want = want like love appreciate prefer enjoy need wish hope
would = would wud id wed could might
should = should shoud shud ought must
we = i we you they it one people users customers developers guests
us = us me users developers people customers guests everyone
do = ask bring book try take check request avoid use go get stay eat visit pack buy wear walk order reserve call arrive plan head choose pick join tip see rent expect look remember leave look turn skip enjoy
ability = ability option feature way support possibility function setting button choice api capability version mode
be = be is are was
adverse = loud noisy slow cold hot dark small crowded expensive
cant = cant cannot couldnt

idea .9 ^ please ~ {make}
idea .75 please {make}
idea .75 please stop
idea .6 pls {make}
idea .6 plz {make}
idea .85 {would} be ~ {good} to
idea .85 {would} be ~ {good} if
idea .75 {would} be ~ {good}
idea .75 {would} make ~ {good}
idea .8 {would} {want} to see
idea .7 {would} {want} to be able
idea .6 {would} {want} to have
idea .5 {would} {want} an
idea .5 {would} {want} a
idea .7 {would} {want} it if
idea .6 {would} help
idea .6 {would} benefit
idea .8 i wish
idea .7 we wish
idea .7 ^ wish
idea .6 wish ~ {would}
idea .6 wish it
idea .6 wish there
idea .6 wish they
idea .6 wish you
idea .7 if only
idea .55 hope ~ {make}
idea .5 hoping for
idea .5 hopefully ~ {make}
idea .8 {should} be able
idea .75 there {should}
idea .7 {should} have ~ {ability}
idea .7 {should} be
idea .65 {we} {should}
idea .65 {should} {make}
idea .6 {should} also
idea .6 {should} not
idea .6 {should} have
idea .5 {should}
idea .65 needs to
idea .6 {we} need to
idea .6 {we} need a
idea .55 need to be
idea .6 needs a
idea .6 needs an
idea .6 needs more
idea .55 need more
idea .55 need ~ {ability}
idea .55 needs ~ {ability}
idea .65 missing ~ {ability}
idea .6 only thing missing
idea .6 one thing missing
idea .6 thing its missing
idea .6 lack of
idea .5 lacks
idea .85 ^ {make} a
idea .85 ^ {make} an
idea .85 ^ {make} the
idea .85 ^ {make} more
idea .85 ^ {make} {ability}
idea .8 ^ {make} {us}
idea .8 ^ {make} it
idea .7 ^ {make}
idea .75 and {make} {us}
idea .8 allow {us}
idea .8 allow ~ to be
idea .75 let {us}
idea .8 give {us} ~ {ability}
idea .8 give {us} ~ to
idea .8 make it possible
idea .75 make it ~ easier
idea .8 add ~ {ability}
idea .7 add more
idea .7 add a
idea .7 added to
idea .65 {ability} to
idea .6 an option
idea .7 support for
idea .8 ^ support
idea .8 could you ~ {make}
idea .8 can you ~ {make}
idea .75 can we ~ {make}
idea .75 could we ~ {make}
idea .75 why not
idea .75 why cant we
idea .75 how about
idea .7 what about
idea .7 what if
idea .7 instead of
idea .6 rather than
idea .6 more options
idea .6 more choices
idea .7 {would} {advise}
idea .8 {we} {advise}
idea .75 highly {advise}
idea .7 my suggestion
idea .75 suggestion
idea .7 a suggestion
idea .75 suggest that
idea .7 recommend that
idea .75 strongly {advise}
idea .6 feature request
idea .6 {would} give ~ stars if
idea .6 more stars if
idea .6 star if
idea .6 stars if
idea .6 in the future
idea .55 next update
idea .55 next version
idea .55 future updates
idea .6 looking forward to ~ {make}
idea .85 make sure
idea .85 be sure
idea .8 sure to ~ {do}
idea .8 dont forget
idea .8 do not forget
idea .8 remember to
idea .75 be prepared
idea .75 be aware
idea .75 be careful
idea .75 be warned
idea .7 beware
idea .75 keep in mind
idea .7 ^ {do} the
idea .7 ^ {do} a
idea .7 ^ {do} for
idea .7 ^ {do} your
idea .7 ^ {do} to
idea .7 ^ {do} in
idea .7 ^ {do} on
idea .7 ^ {do} at
idea .7 ^ {do} it
idea .6 ^ {do} this
idea .6 ^ {do} up
idea .65 ^ {do}
idea .7 ^ also {do}
idea .7 ^ just {do}
idea .75 ^ if you ~ {do}
idea .7 if you ~ you can
idea .7 if youre ~ {do}
idea .7 ^ when you ~ {do}
idea .75 you might want
idea .75 you may want
idea .7 you will want
idea .7 youll want
idea .7 youd better
idea .7 you had better
idea .7 {advise} you
idea .7 {advise} that
idea .7 {would} recommend ~ {do}
idea .7 recommend you
idea .7 ^ dont
idea .6 ^ do not
idea .7 ^ never
idea .7 ^ avoid
idea .7 a tip
idea .7 ^ tip
idea .7 ^ tips
idea .7 my advice
idea .7 ^ advice
idea .7 bring your own
idea .7 try to
idea .6 worth asking
idea .6 better to
idea .6 better if
idea .6 better off
idea .7 ask for

compliment .8 thank you
compliment .8 thanks
compliment .8 many thanks
compliment .8 i love
compliment .75 love it
compliment .75 love this
compliment .7 ^ love
compliment .7 loved
compliment .8 well done
compliment .8 great job
compliment .8 keep up
compliment .75 excellent
compliment .75 awesome
compliment .75 amazing
compliment .75 fantastic
compliment .75 wonderful
compliment .7 perfect
compliment .65 great
compliment .7 brilliant
compliment .7 friendly
compliment .65 helpful
compliment .6 very good
compliment .55 good
compliment .6 nice
compliment .7 lovely
compliment .7 delicious
compliment .7 beautiful
compliment .75 best
compliment .7 recommended
compliment .7 easy to
compliment .7 works great
compliment .7 works well
compliment .7 works perfectly
compliment .7 impressed
compliment .7 pleased
compliment .7 happy with
compliment .6 enjoyed
compliment .6 fun
compliment .6 👍
compliment .7 ❤
compliment .8 no problems
compliment .8 never had ~ problem
compliment .8 not bad
compliment .8 not too bad
compliment .8 {cant} fault

complaint .8 doesnt work
complaint .8 does not work
complaint .8 dont work
complaint .8 not work
complaint .8 not working
complaint .8 didnt work
complaint .8 stopped working
complaint .8 wont ~ open
complaint .7 wont
complaint .65 cant
complaint .65 cannot
complaint .75 crash
complaint .75 crashes
complaint .75 crashed
complaint .75 crashing
complaint .7 freezes
complaint .7 freezing
complaint .75 broken
complaint .7 bug
complaint .7 bugs
complaint .7 buggy
complaint .7 glitch
complaint .7 error
complaint .7 errors
complaint .65 problem
complaint .65 problems
complaint .65 issue
complaint .65 issues
complaint .7 fails
complaint .7 failed
complaint .8 terrible
complaint .8 horrible
complaint .8 awful
complaint .8 worst
complaint .8 useless
complaint .8 rude
complaint .8 refund
complaint .75 waste of
complaint .75 disappointed
complaint .75 disappointing
complaint .75 dirty
complaint .7 bad
complaint .7 poor
complaint .7 slow
complaint .7 annoying
complaint .7 hate
complaint .7 unhappy
complaint .7 late
complaint .7 noisy
complaint .65 unfortunately
complaint .7 too {adverse}
complaint .7 dont like
complaint .7 do not like
complaint .7 rip off
complaint .7 sucks
complaint .7 keeps
complaint .7 complain
complaint .7 complaint
complaint .7 not good
complaint .7 not happy
`
