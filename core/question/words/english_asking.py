"""English: what is asked."""

from core.question.words.asking import Asking
from core.question.words.english_subjects import ENGLISH_SUBJECTS, QUALIFIED_RAM

ENGLISH_ASKING = Asking(
    subjects=ENGLISH_SUBJECTS,
    how_long=(
        r"how long (?:would|will|does|do|did|is|until|before|to|should|might)(?! (?:the|my|our) "
        r"(?:context|prompt|sequence))|how long it (?:takes|will take|would take)|what is the eta"
    ),
    per_second=(
        r"(?:how many |what |which )?(?:(?:output|decode|generated|generation) )?(?:tokens?|toks?"
        r"|tks?"
        r"|t|words) ?(?:/|per|a) ?(?:seconds?|secs?|s|minutes?|mins?"
        r"|hours?)|tps|token rate"
        r"|how many tokens (?:every|each) second"
    ),
    reaching=(
        r"(?:get|reach|achieve|hit|expect|deliver|sustain|manage|see|do|give(?: me)?|produce|push"
        r"|serve|have)(?: (?:at least|more than|over|around|about|up to))?"
    ),
    question_of_number=r"is|are|will|would|does|do i need|do we need|should i (?:get|buy)|can",
    ram=rf"ram|{QUALIFIED_RAM}",
    disk=r"nvme|ssd|disks?|hdd|hard drives?|drives?|storage|disk space",
    not_this=(
        r"leav(?:e|ing) out|neither|(?:not|without) (?:counting|considering|using|including)"
        r"|(?:who|nobody|no one) (?:really |actually )?needs|no need for|never mind|not going to"
        r"|not gonna|(?:is )?not (?:about|for|doing)|isn'?t (?:about|for)"
        r"|not|isn'?t|no|anything but|everything but|ignor(?:e|ing)|forget(?: about)?|scrap|drop"
        r"|(?:don'?t|do not|doesn'?t|does not|won't)(?: (?:have|need|want|use|count|consider"
        r"|include|mind))?(?: to)?"
        r"(?: be| have to be)?"
    ),
    said_before=(
        r"(?:(?:i|we|they)(?: had| have)? (?:said|wrote|typed|put|told you|asked for)"
        r"|(?:the |our |my )?(?:ticket|docs?|mail|email|order|quote|spec|sheet|invoice|title"
        r"|thread|post"
        r"|listing|plan|wiki|page|manual)s? (?:said|says?|lists?|mentions?|states?|claims?))"
    ),
    rather=(
        r"no,? sorry|my bad|typo|"
        r"(?:hm+,? )?no,? (?:let'?s (?:say|do|go with|take|use)|make (?:it|that))|no,? wait"
        r"|wait,? no|wait|er+m?|uh|i meant?|meant|sorry|oops|actually|scratch that"
        r"|correction|no,? forget (?:it|that)"
        r"|make (?:it|that)|or rather|edit(?:ed)?|update"
    ),
    gone=(
        r"(?:just |have |has |is |are |were |was )?(?:died|dead|broken|broke|failed|taken|down"
        r"|gone|busy"
        r"|occupied|reserved|unavailable|faulty|fried|used by|in use|off)\b"
    ),
    topics=(
        r"(?:(?:monetary |running |total )?costs?|prices?|money|budget|speeds?|throughput|latency"
        r"|performance|quality|accuracy|power|electricity|disk(?: space)?|storage|system ram|noise"
        r"|training time|how (?:fast|slow|expensive|long)(?: (?:it|that|this|they) (?:is|are|runs?"
        r"|takes?))?|what it costs|tokens? per second|tok/s)"
    ),
    dismissing=(
        r"(?:don't|dont|do not|doesn't|does not|didn't|not|never|no longer) (?:really "
        r"|even )?(?:care|mind"
        r"|worry|worried|bother|interested|asking|concerned|want|need|talking|matter)(?:ed|s|ing)?"
        r"(?: (?:too |that |very )?much| at all)?(?: (?:about|for|in|with|if|to know|to hear))*"
        r"|regardless of|irrespective of|no matter|ignor(?:e|ing)|forget(?: about)?|leaving out"
        r"|never ?mind|apart from|setting aside|and not|not|nor|neither|rather than|whatever"
        r"|other than|leave|skip|without (?:losing|hurting|sacrificing)(?: (?:much|any|too much))?"
    ),
    dismissed=(
        r"(?:is|are|does|do|was|will)(?:n't|nt| not| no)(?: \w+){0,2}? (?:important|matter|concern"
        r"|problem|factor|priority|issue|relevant|critical|needed|question|object|care)"
        r"|(?:is|are) (?:irrelevant|secondary|unimportant|fine|ok|okay|good enough|plenty)"
        r"|aside|apart|notwithstanding|be damned|can wait"
    ),
    fit=(
        r"fits?|fitting|enough|enuff?|nuff|sufficient|suffices?|possible|feasible|doable|oom(?:s|ing)?"
        r"|out of memory",
        r"runnable|good enough|room for|squeeze|cut it|(?:is|are|be)\b[^?!,]{0,40}? (?:ok|okay"
        r"|good|fine|alright)|too (?:big|large|small|much|little)|suitable|overkill",
        r"(?:can|could|would|will|may|does|do|should|able to|gonna|going to)(?:n't"
        r"|nt)?\b[^?!]{0,70}?"
        r"\b(?:run|handle|hold|host|serve|load|support|manage|squeeze|deploy|accommodate|work"
        r"|fine-?tune|train|lora|qlora|full[ -]ft|get away with|do inference"
        r"|raise|increase|bump)",
        r"(?:can|could) (?:\d{1,5}|[a-z]+) (?:people|users|devs|developers|engineers|of us"
        r"|colleagues|students) (?:use|share|work|chat)",
        r"(?:be|am|are|is) (?:i |we |it )?able to|capable of|(?:works?|runs?|loads?|goes|go) on"
        r"|get away with|will (?:it|this|that) go",
        r"(?:would|will|could|can|does|do)\b[^?!]{1,40}?\b(?:save (?:me|us|it)|help|rescue|solve"
        r"|fix (?:it|this|that))",
        r"(?:can|could|may|should) (?:i|we)\b[^?!]{0,30}?\b(?:raise|increase|bump|push|go|get to)\b"
        r"|go or no[ -]?go|(?:will|would|does|can) (?:it|this|that|the (?:pod|server|engine"
        r"|container|model|run))\b[^?!]{0,20}?\b(?:start|boot|come up|load)|too tight",
        r"(?:am i|are we|we) good(?=\s*(?:\?|$))|(?:^|[.,;:!] )go(?=\s*\?)"
        r"|survives?|holds?|doable|yes ?(?:/|or) ?no|y/n|(?:yay|yea|yes) or nay|hopeless|viable"
        r"|(?:ok(?:ay)?|alright|right|correct|fine|true|good|realistic|safe|sane"
        r"|plausible)(?=\s*\?)|can you confirm|(?:is"
        r"|are) (?:that"
        r"|this|it|those) (?:right|correct|true|possible|realistic)|would (?:that|this|it"
        r"|they) (?:do|work)",
    ),
    may_fit=(
        r"(?:can|could|would|will|does|do)(?:n't|nt)?\b[^?!]{0,60}?\b(?:do|take|go|keep|cope|carry"
        r"|swallow|eat|manage|act like)(?= (?:it|that|this|this one|on|in|into|one|an?|the|like"
        r"|with"
        r"|\x02|\x03)|\s*\?|\s*$)"
    ),
    amount=(
        r"how (?:many|much)|number of|which (?:gpu|card|hardware|machine|instance)",
        r"what (?:gpu|card|hardware|kind|sort|type|vram|memory|machine|instance|would (?:i"
        r"|we) need)",
        r"what (?:does|do|would|will|should|is)\b[^?!]{0,40}?\b(?:take|need|require|buy|get|rent"
        r"|requirements?)",
        r"(?:vram|memory|mem|gpu memory) (?:use|usage|footprint|consumption|needs?|requirements?)",
        r"(?:min(?:imum)?|smallest|cheapest) (?:number of )?(?:\w+ )?(?:gpus?|cards?|vram|memory"
        r"|hardware|machine|instance|setup)",
    ),
    difference=(
        r"how much (?:\w+ )?(?:more|extra|additional|less|smaller|larger|bigger)"
        r"|(?:extra|additional|further) (?:gpu )?(?:memory|vram|gib|gb)",
        r"(?:eat|cost|costs|take|takes|use|uses|need|needs|add|adds|reduce|reduces|save|saves) "
        r"(?:any |more |extra |up )?(?:gpu )?(?:memory|vram)"
        r"|what does (?:it|that|this) (?:cost|add)|how much (?:\w+ ){0,3}(?:adds?|saves?)"
        r"|(?:what|how much)(?: (?:gpu )?(?:memory|vram))? (?:do|does) [^?!]{1,60}? (?:add|save)",
        r"(?:the )?cost ?(?=\?)",
        r"how much (?:do|does|would|will|can) (?:i|we|it|that|this) save|differences?|(?:smaller"
        r"|larger|bigger) than|savings?",
    ),
    most_context=(
        r"(?:max(?:imum)?|longest|largest|biggest|most|highest|greatest) "
        r"(?:possible |supported |usable |number of |amount of )?(?:context|ctx|sequence|seq"
        r"|prompt|tokens?)",
        r"how (?:much|big an?|big of an?|long an?|long of an?|large an?|many tokens of) "
        r"(?:context|ctx|sequence|prompt)",
        r"how many (?:ctx |context |total )?(?:tokens?|k tokens)|how many k (?:of )?(?:context"
        r"|ctx)",
        r"how (?:long|big|large|far|high) can (?:\w+ ){0,5}?(?:context|prompt|ctx|sequence"
        r"|conversation|chat|document|input)s?",
        r"(?:what|which|how (?:big|high|large) an?) (?:-c|--?ctx-size|num_ctx|max_model_len|n_ctx"
        r"|--?max-model-len|context size)(?= )",
        r"(?:what(?:'s| is) )?the longest(?: one)? (?:that|i|we|it|this|possible|to)",
        r"how (?:long|big|large) (?:of )?an? (?:document|conversation|chat|input|text|file"
        r"|transcript)",
        r"(?:what|which) (?:context|ctx|sequence|seq)[ -]?(?:length|len|window|size)?"
        r"(?= (?:can|could|would|will|fits?|keeps?|leaves?|is possible|am i|are we"
        r"|does|do i|do we))",
        r"(?:max(?:imum)?|longest|largest|biggest|highest|greatest) (?:possible |usable )?"
        r"(?:--)?max[ _-]?model[ _-]?len\b|max[ _-]?model[ _-]?len (?:for|of|on|can|could|fits)\b",
        r"(?:max(?:imum)?|largest|biggest|highest|greatest|top) (?:possible |safe |usable )?"
        r"(?:value|number|setting)s? [^?!.;]{0,40}?(?:max[ _-]?(?:model|seq)[ _-]?len(?:gth)?"
        r"|num[ _-]ctx|ctx[ _-]size|context[ _-]length|n[ _-]ctx)\b",
        r"(?:what|which) (?:max(?:imum)? )?(?:len|length|max[_-](?:model|seq)[_-]len)\b"
        r"|context (?:limit|ceiling)|(?:context|ctx|context length|context window) (?:can"
        r"|could) (?:i|we|it|you)",
    ),
    most_users=(
        r"how many (?:(?:\d{1,4}k|more|concurrent|simultaneous|parallel|active|max(?:imum)?) ){0,3}"
        r"(?:users|people|requests|reqs|sequences|seqs|clients|sessions|chats|conversations|streams"
        r"|customers|developers|devs|slots|prompts|queries|engineers|agents|students|employees)",
        r"(?:max(?:imum)?|most|largest|biggest|highest|peak) "
        r"(?:(?:possible|number of|amount of|no\. of) ){0,2}(?:(?:concurrent|simultaneous"
        r"|parallel) )?"
        r"(?:users|people|requests|sequences|seqs|sessions|(?:micro[ _-]?)?batch(?:[ _-]?size)?"
        r"|concurrency|clients|streams|load)",
        r"(?:max(?:imum)?|largest|biggest|highest|greatest|top) (?:possible |safe |usable )?"
        r"(?:value|number|setting)s? [^?!.;]{0,40}?(?:max[ _-]?num[ _-]?seqs"
        r"|max[ _-]concurren\w+)\b",
        r"(?:max(?:imum)?|largest|biggest|highest|greatest) (?:--)?max[ _-]?num[ _-]?seqs\b",
        r"(?:what|which) (?:max(?:imum)? )?(?:batch(?:[ -]?size)?|concurrency)"
        r"(?= (?:can|could|fits?|would|will|is possible|do))",
        r"how (?:big|large|high) (?:of )?an? (?:batch|concurrency)|how much concurrency",
        r"how (?:big|large|high) can (?:the|my|our) (?:batch|concurrency)",
        r"max(?:imum)?\b[^.!]{0,24}\? ?(?:users|sessions|requests)|(?:users?|requests?|concurrency"
        r"|batch) (?:capacity|limit|supported)"
        r"|(?:users|requests|sessions|sequences) (?:max(?:imum)?|at (?:the )?most)(?= ?(?:\?|$"
        r"|then))",
        r"(?<![\dk] )(?<!concurrent )(?<!parallel )(?:users|sessions|sequences) at \d{1,4}k",
        r"how many (?:of (?:them|us) )?(?:can |could |will |would |do )?(?:[a-z]+ ){0,4}?"
        r"(?:in parallel|at once|at the same time|concurrently|simultaneously|side by side)"
        r"|how many (?:concurrent|simultaneous|parallel)(?= ?(?:\?|$))",
        r"concurrency (?:for|of|on)\b|max[ _-]?num[ _-]?seqs (?:for|of|on)\b|(?:biggest|largest"
        r"|max(?:imum)?|highest) (?:micro|train)[ _-]?batch",
    ),
    largest_model=(
        r"(?:biggest|largest|max(?:imum)?|best|strongest|highest|heaviest|most) "
        r"(?:[\w\x00-\x05.-]+ ){0,3}?(?:models?|llms?|moes?|param(?:eter)?s?(?: count)?"
        r"|checkpoint)",
        r"(?:what|which) (?:(?:are the|is the|big|large|decent|good|useful|strong|nice|current"
        r"|recent|new|modern|popular|open|local|size of|sizes of|kind of|sort of|other"
        r"|llm|size) ){0,3}"
        r"(?:models?|llms?)(?: sizes?)?(?= (?:can|could|would|will|fits?|that|does|do|should|may"
        r"|to run|runs?|are|is))",
        r"how (?:big|large) (?:of )?an? (?:model|llm)|how (?:big|large) can (?:the|a|my"
        r"|our) (?:model|llm)",
        r"what (?:all |else )?(?:can|could) [^?!]{1,40}? (?:run|fit|host|serve|load|hold|handle"
        r"|fine-?tune|fine tune|train|q?lora)",
        r"(?:what|which) sizes?\b|what (?:will |would |can )?fits? (?:on|in|into)"
        r"|how many (?:parameters|params|billions?)(?= (?:can|could|fit|would|will|do))"
        r"|model size limit|(?:biggest|largest) (?:thing|one) (?:that )?(?:i|we|you|this|it)\b",
    ),
    largest=r"(?:the )?(?:biggest|largest|max(?:imum)?|best|strongest|heaviest|most capable)",
    which_of_family=(
        r"(?:which|what|biggest|largest) (?:sizes?|versions?|variants?|one)(?: of)?(?: the)?"
        r"|which|what"
    ),
    count=(
        r"(?:how (?:many|few)|(?:what |the )?(?:number|count|amount) of|quantity of|fewest|least)"
        r"(?: (?:of|the|those|these|them|more|such|total|extra|new|big|physical|nvidia"
        r"|separate)){0,3}"
        r" (?:{cards})|(?:min(?:imum)?|smallest|lowest|cheapest)(?: possible)?(?: (?:number|amount"
        r"|count|qty) of (?:{cards})| (?:{cards})(?<=[s\x01]))"
        r"|how many (?:do|would|will|should|must|of (?:them|those|these))(?: (?:i|we|you|one))?"
        r"(?: (?:need|have to|buy|require|want|order|get|be needed|take))?"
        r"|how many (?:are|is|will be) (?:needed|required|enough)"
    ),
    formats=(
        r"(?:which|what|best|highest|lowest|biggest|largest|smallest|max(?:imum)?|min(?:imum)?"
        r"|right|good"
        r"|ideal|recommended|suggested)(?: \w+)? (?:quants?|quanti[sz]ations?|precisions?"
        r"|bit[ -]?widths?"
        r"|number formats?|formats?|dtypes?|data ?types?|bits per weight|bpw|ggufs?|q[ -]?levels?"
        r"|quant levels?)\b(?! (?:is|are|of the) (?:\x02|kv))",
        r"how many bits\b|how (?:low|far|much|hard) (?:do|must|should|can|would) (?:i|we"
        r"|you) (?:have to |need "
        r"to )?(?:quanti[sz]e|go)|(?:which|what) (?:quanti[sz]ed )?(?:version|variant"
        r"|flavou?r) (?:of )?"
        r"(?:\x02|\x03)|(?:do|would|should) (?:i|we) (?:need|have) to quanti[sz]e",
    ),
    parts={
        "kv_cache": r"(?:\x04+ )?(?:kv(?:[ -]?caches?)?|key[- ]value caches?|caches?)",
        "weights": r"(?:\x04+ )?(?:model )?weights",
        "optimizer": r"(?:\w+ )?optimi[sz]er(?:[ -](?:states?|memory))?|adam(?:w)? states?",
        "gradients": r"gradients?|grads",
        "activations": r"activations?",
        "state": r"(?:ssm|mamba|recurrent) states?",
    },
    only=(
        r"(?:only|just|solely|purely|exclusively|nothing but|size of)(?: (?:for|need|want"
        r"|care about|asking"
        r" (?:about|for)|interested in))?(?: (?:the|its|their))?"
    ),
    alone=(
        r"alone|only|(?:be )?by (?:itself|themselves)|in (?:gi?b|mi?b|gigs|bytes) (?:of"
        r"|for) (?:the )?"
        r"(?:\x02|\x03)|on (?:its|their) own|(?:size|footprint|memory|usage"
        r"|consumption)(?! in\b)|(?:of|for) (?:the )?(?:\x02|\x03)|(?:size )?per token"
    ),
    amount_of=(
        r"what (?:do|does|would|will|should|did) (?:the|its|my)|"
        r"how (?:much|big|large|many (?:gi?bs?|gigs|gigabytes|bytes))\b(?: (?:memory|vram|gpu"
        r"|space|room|gb"
        r"|gib|is|are|do|does|will|would|should|for|of|just|only|takes?|the|its|my|a|one|single"
        r"|in|goes"
        r"|to|go|of (?:that|it|this|the total))){0,6}"
    ),
    per_gpu=(
        r"(?<!gb )(?<!gib )(?:memory|mem|vram|usage|footprint|load|needed|needs?|much)(?: (?:is"
        r"|needed|used"
        r"|required|will be|do i need)){0,2} (?:per|on each|on every|for each)[ -]?(?:{cards})",
        r"(?<![\w\x01-\x05] )(?<!\d)per[ -](?:gpu|card|device)(?= (?:memory|vram|usage|footprint"
        r"|requirements?)|\s*\?"
        r"|\s*$|,)|per[ -](?:gpu|card|device)[ -](?:memory|vram|usage|footprint|requirements?)",
        r"(?:each|every)(?: single)? (?:{cards}) (?:holds?|needs?|uses?|takes?|have|has|gets?"
        r"|carry|carries"
        r"|sees?|stores?|end|must)|on (?:each|every)(?: single)? (?:{cards})",
        r"many (?:gb|gib|gigs) (?:do i need )?(?:per|on each) (?:gpu|card|device)",
        r"^\W*(?:and |what about |how about )?(?:per|on each|for each)[ -](?:{cards})\b",
        r"how much (?:\w+ ){0,4}?(?:per|on each|on every|in each|for each) (?:single )?"
        r"(?:gpu|card|device)\b",
    ),
)
