"""English: what is asked that is no memory question."""

from collections.abc import Mapping

from core.asked.question import Subject

QUALIFIED_RAM = (
    r"(?:system|cpu|host|main|regular|normal|server|pc|computer|motherboard)[ -](?:ram|memory)"
    r"|ddr[345](?: ram)?|ram (?:of|in|on) (?:the|my|our) (?:pc|computer|server|machine|host|box)"
)

_SKILL = (
    r"(?:(?:creative |technical |long |complex |multi-?step |function )?(?:coding|code|programming"
    r"|python|rust|sql|maths?|writing|roleplay|role-?play|rp|reasoning|translat\w+|rag|agents?"
    r"|agentic \w+|tool (?:use|calling)|summar\w+|calling|stories))"
)

ENGLISH_SUBJECTS: Mapping[Subject, tuple[str, ...]] = {
    "speed": (
        r"throughput|(?<!\d )(?<!\d)(?:(?:requests?|reqs?|queries) ?(?:/|per|a) ?(?:seconds?"
        r"|secs?|s)"
        r"|qps|rps)",
        r"how (?:fast|quick(?:ly)?|slow(?:ly)?)|feels? (?:slow|sluggish|snappy|fast|quick"
        r"|responsive"
        r"|laggy)|sluggish|snappy|laggy",
        r"(?:much |any |a lot )?(?:faster|slower|quicker)|(?:which is )?fastest"
        r"|(?:too|painfully|unusably|unbearably|really|terribly|so|very|be|or"
        r"|how) slow\b(?! (?:link|network|disk|drive|card))",
        r"(?:what|which|inference|generation|decode|decoding|prefill|token|expected|estimated"
        r"|output|usable) speeds?|speeds? (?:of|for|on|with|do|should|will|can)|speed[- ]?ups?",
    ),
    "latency": (
        r"(?:p ?(?:50|90|95|99) )?latenc(?:y|ies)|p ?(?:90|95|99)|ttft|tpot"
        r"|(?:time )?(?:to|until|till|before) (?:the |its )?first token|first[ -]token (?:time"
        r"|delay)"
        r"|(?:answer|respon[ds]\w*|reply|react|finish)\b[^?!.;]{0,24}? (?:in|within|under|below"
        r"|in under"
        r"|in less than) (?:an? |half a |\d{1,4}(?:\.\d)? ?)(?:ms|milliseconds?|s|secs?|seconds?)"
        r"|response times?|inter[- ]token",
    ),
    "price": (
        r"cheaper|(?:the )?cheapest(?! number)|less expensive|more expensive",
        r"how (?:expensive|pricey|costly)|how many (?:dollars|euros|bucks|usd|eur|cents)"
        r"|how much money|what (?:price|prices)|pricing|price tag|tco|cost of ownership",
        r"(?:how much )?(?:costs?|price|pay|spend)(?: for it| us| me)? (?:per|a|each|every) "
        r"(?:hour|day|week|month|year|token|(?:1 )?million|1m|1k|user|request|query)",
        r"(?:costs?|price|spend) (?:of|to|for) (?:run|host|serve|rent|deploy|operate|keep"
        r"|self|own"
        r"|buy)\w*",
        r"(?:monthly|hourly|yearly|annual|daily|cloud|aws|gcp|azure|rental|running|hosting"
        r"|total) "
        r"(?:bills?|costs?|price|prices|spend|fees?)|bill for",
        r"how much (?:per|a) (?:hour|day|week|month|year)"
        r"|(?:run|set|cost)s? (?:me|us|you)(?: back)? (?:per|a|an|each|every) (?:hour|day|week"
        r"|month|year)"
        r"|(?:monthly|per month|a month|hourly|per hour|an hour|yearly|a year),? in "
        r"(?:dollars|euros|usd|eur|reais)",
        r"(?:the )?(?:price|cost) (?:of|for) (?:an?|one|the|my|our|\d{1,4}x?|renting|buying)"
        r"|price\s?(?=\?)"
        r"|worth (?:the|its|it for the) (?:money|price|cost)|(?:save|saves|saving) (?:any "
        r"|us )?money",
    ),
    "training_time": (
        r"how many (?:gpu[- ])?(?:hours|days|weeks|minutes)|gpu[- ]hours|training time"
        r"|time to (?:train|fine-?tune|finish)|wall[- ]?clock|how much time",
        r"(?:hours|days|weeks|minutes) (?:to|for|of)(?= (?:(?:a|the|full|one) )?(?:lora|qlora"
        r"|(?:pre-?|re)?train|fine-?tun|finish))"
        r"|time (?:for|per) (?:(?:\d{1,4}|an?|each|one|the) )?(?:epochs?|steps?|runs?|passes)"
        r"|(?:epochs?|steps?) (?:per|an?) (?:hour|day|second|minute)",
    ),
    "ram": (
        rf"(?:how much |what |enough )(?:{QUALIFIED_RAM})",
        r"(?:cpu|system|host) ram (?:needed|required)",
        r"(?:cpu|ram)[- ]only|only (?:have )?(?:a |the |my )?cpu|(?:no|without an?) gpu"
        r"|on (?:the |my |our |a |just )?cpus?",
    ),
    "disk": (
        r"(?:how much |what )?(?:disk|storage|ssd|hard drive)[ -]?(?:space|size)"
        r"|how (?:much|many (?:gi?b|ti?b|gigs|terabytes)s?)(?: of)? (?:disk|storage|ssd|nvme"
        r"|hdd)|on (?:the |my )?disk|download size|size of the download"
        r"|how (?:big|large) (?:is|are) the (?:download|files?)|(?:and|or|plus"
        r"|&) (?:the )?(?:disk|storage)\b"
        r"|(?:disk|storage) (?:and|&|\+) (?:the )?(?:vram|memory|gpu)|(?:disk"
        r"|storage) (?:usage|footprint|needed|needs?|requirements?|for)",
    ),
    "power": (
        r"psu(?! (?:is|has|of|with) (?:an? )?\d)|power supply(?! (?:is|has|of"
        r"|with) (?:an? )?\d)|how much (?:power|energy|electricity)|wattage|kwh"
        r"|draws? (?:in )?(?:kw|watts?|amps)|draw(?= (?:running|under load|at full load))"
        r"|power (?:draw|consumption|usage|use|bill|requirements?)|how many (?:watts|amps|kw"
        r"|kva)"
        r"|electricity|energy (?:use|usage|consumption|bill)|heat output",
        r"(?<!\d)(?<!\d )watts?(?: at the wall| drawn| in total)?|at the wall|how (?:hot"
        r"|loud|noisy)|tdp",
    ),
    "quality": (
        r"dumber|smarter|(?:more|less) (?:accurate|intelligent|capable)|perplexity|mmlu"
        r"|humaneval",
        r"(?:how much )?(?:quality|accuracy) (?:loss|drop|hit|difference|degradation)"
        r"|(?:lose|loses|losing) (?:much |any |a lot of |too much )?(?:quality|accuracy)"
        r"|how (?:good|smart|accurate|intelligent) (?:is|are|at)|(?:what about|what) quality",
        r"(?:is|are|will|would) (?:the |its )?(?:quality|accuracy)|(?:quality"
        r"|accuracy) (?:still |be |is |stay )?"
        r"(?:ok(?:ay)?|fine|good|great|acceptable|bad|terrible|usable)\b(?! enough)"
        r"|(?:hurts?|harms?|ruins?|affects?|impacts?|degrades?|destroys?|breaks?) (?:the |its "
        r"|his )?"
        r"(?:\w+ ){0,2}?(?:skills?|abilit(?:y|ies)|reasoning|math|coding|writing|answers"
        r"|performance"
        r"|capabilit(?:y|ies)|output|intelligence)",
        r"(?:hurts?|affects?|impacts?|degrades?|reduces?|kills?|costs?) (?:the |its |any "
        r"|much )?(?:quality|accuracy)",
        r"(?:noticeably |much |any |significantly )?worse(?: than| at)?|noticeable degradation",
        r"(?:writes?|codes?|reasons?|performs?|answers?|follows?) (?:\w+ )?(?:better|worse"
        r"|best)"
        r"|better (?:at|quality|answers|code|results|reasoning)|which (?:model|one"
        r"|quant) is better",
        r"(?:quality|accuracy) of (?:the )?(?:answers?|outputs?|quants?|models?)"
        r"|best (?:\w+ )?(?:model|llm)"
        rf" (?:for|at) {_SKILL}",
        rf"(?:better|best|stronger|good|great|bad) (?:for|at|in|with) {_SKILL}",
    ),
    "other_model": (),
}
