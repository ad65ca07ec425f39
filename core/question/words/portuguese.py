"""Portuguese, of Brazil and of Portugal."""

from core.question.words.portuguese_asking import PORTUGUESE_ASKING
from core.question.words.words import Words, in_order, words_of

_UNITS = in_order(
    "- - - tres quatro cinco seis sete oito nove dez onze doze treze quatorze quinze dezesseis "
    "dezessete dezoito dezenove"
)
_TENS = in_order("vinte trinta quarenta cinquenta sessenta setenta oitenta noventa")
_HUNDREDS = in_order(
    "cem duzentos trezentos quatrocentos quinhentos seiscentos setecentos oitocentos novecentos"
)

PORTUGUESE = Words(
    asking=PORTUGUESE_ASKING,
    code="pt",
    marks=words_of(
        """
        em para um uma umas uns de da dos das com que qual quais quanto quanta quantos quantas
        preciso precisa precisamos precisaria cabe cabem caberia rodar roda rodo rodando
        treinar treino memoria placa placas usuario usuarios usuaria contexto parametros
        bilhoes bilhao milhoes milhao trilhoes trilhao sem por favor pra numa num duas dois
        tres seis sete oito nove dez mil meia precisao simples comparar comparacao maior
        modelo modelos ajuda oi ola bom dia boa tarde noite obrigado obrigada tenho temos
        quero queria queremos consigo consegue nao sim como onde isso esse essa este esta
        minha meu nossa nosso eh cada ao mesmo tempo simultaneos simultaneas requisicoes
        sequencia janela tamanho comprimento suficiente basta maximo maxima maquina servidor
        voce voces gente ou mais menos se entao agora tambem lote folga margem treinamento
        valeu vlw obg fixe disso
        prejudica raciocinio tira fica estraga piora entram saem entra
        conversa conversas pessoa pessoas pesos
        vai isto aqui correr falha pede pois porque
        ajuste fino qtd ate usando vou posso pode podemos dar bastam chega chegam pro pros
        aguenta aguentam rola muita
        qualidade perde qnts qntos qntas qnto qtos qtas qto
        """
    ),
    filler=words_of(
        """
        a o as os d c p um uma uns umas ao aos da do das dos de em no na nos nas num numa nuns numas
        por pelo pela pelos pelas para pra pro pros pras com sem sob sobre entre ate desde e
        ou mas que se como quando onde porque porquê pois entao assim tambem so somente apenas
        ja ainda mais menos muito muita muitos muitas pouco pouca poucos bem mal eu tu voce
        voces ele ela eles elas gente meu minha meus minhas nosso nossa nossos nossas seu sua
        seus suas este esta estes estas esse essa esses essas isso isto aquilo aquele aquela
        qual quais quanto quanta quantos quantas quem cujo cada todo toda todos todas algum
        alguma alguns algumas nenhum outro outra outros outras mesmo mesma mesmos mesmas eh
        sao foi ser sera seria serao estar estao estou estamos tem tenho temos ter teria tendo
        terei tera ha havia haver faz fazer faco fazem fazendo fica ficar ficaria dar dao
        daria vai vou vamos ir iria pode posso podemos podem poder poderia consigo consegue
        conseguimos conseguem conseguir conseguiria preciso precisa precisamos precisam
        precisar precisaria necessario necessaria necessarios necessarias necessito necessita
        requer requerem exige exigem quero quer queremos querem queria queriamos querer
        gostaria gostariamos saber sei sabe sabem dizer diga diz me te lhe calcula calcular
        calcule calculo estima estimar estime estimativa roda rodar rodo rodam rodando rodaria
        executar executa executo executando usar usa uso usando usamos utilizar utiliza
        utilizo servir serve servindo hospedar hospedo hospedando subir colocar botar carregar
        carrega carrego atender atende suportar suporta suportam aguentar aguenta aguentam
        segurar segura caber cabe cabem caberia caberiam encaixa encaixar bastar basta bastam
        suficiente suficientes gastar gasta gastam ocupar ocupa ocupam consumir consome
        consomem comer come pedir pede levar leva comprar compro alugar alugo pensar penso
        acho memoria memorias vram ram gpu gpus placa placas video grafica graficas maquina
        maquinas servidor servidores computador pc notebook cluster instancia instancias
        equipamento modelo modelos llm llms rede redes peso pesos versao versoes parametro
        parametros bit bits byte bytes gb gib giga gigas mega token tokens contexto janela
        tamanho comprimento entrada saida usuario usuarios usuaria usuarias pessoa pessoas
        requisicao requisicoes simultaneo simultaneos simultanea simultaneas concorrente
        concorrentes sequencia sequencias lote lotes precisao quantizacao quantizado
        quantizada quantizados quantizar quantizando formato inferencia tipo tipos total
        totais numero quantidade qtd minimo minima maximo maxima menor maior melhor maiores
        menores cache favor pfv pf obrigado obrigada valeu vlw oi ola opa eai fala galera
        pessoal turma bom boa dia tarde noite tudo ok certo beleza blz ne ai la aqui agora
        hoje depois antes sempre talvez acaso aproximadamente cerca media mediante producao
        empresa time equipe projeto aplicacao app api chatbot bot assistente local nuvem casa
        cliente clientes interno interna teste testes desenvolvimento loja escritorio comparar
        compara comparando comparado comparacao diferenca versus vs contra vez inves possivel
        tranquilo folgado folga apertado direito certinho real dentro fora ideal recomendado
        recomendada recomenda sugere sugestao duvida duvidas pergunta perguntas qualquer
        seguinte exemplo alguem podia conta contas chute treinado apto junto juntos juntas
        juntando somando somados q pq oq tb tbm vc vcs rodei rodava funciona funcionar
        funcionaria funcionam trabalhar qto qnto qtos qtas qnt hardware sistema custa custam
        custo custar custaria consumo avaliar avaliando curiosidade pensando opcao opcoes
        escolher escolha ideia coisa coisas caso casos lado parte vezes semana mes ano ontem
        amanha logo cedo nunca quase bastante realmente exatamente basicamente provavelmente
        certamente alias inclusive enfim agradeco abraco abs rapida rapido rola liso simples
        novo nova
        novos novas velho dados regra tabela formula valor valores mim comigo dele dela deles
        delas completo completa completos utilizacao necessidade necessidades quantia
        larga largar sozinho sozinha placa-mae familia familias decente decentes nem
        """
    ),
    help=words_of("ajuda ajude socorro exemplos exemplo comandos como funciona oi ola uso"),
    numbers={
        **{word: value for value, word in enumerate(_UNITS) if word != "-"},
        "dois": 2,
        "duas": 2,
        "catorze": 14,
        "dezasseis": 16,
        "dezassete": 17,
        "dezanove": 19,
        "cinqenta": 50,
        **{word: 20 + 10 * step for step, word in enumerate(_TENS)},
        **{word: 100 * (step + 1) for step, word in enumerate(_HUNDREDS)},
        "duzentas": 200,
        "trezentas": 300,
        "cento": 100,
        "duzia": 12,
        "duzias": 12,
    },
    joiner="e",
    one="uma?|unic[oa]|uma? unic[oa]|uma? so|so uma?|apenas uma?",
    some={"par": 2, "dupla": 2, "trio": 3},
    half="mei[oa]",
    shares={"meia": 0.5, "metade": 0.5, "terco": 1 / 3, "quarto": 0.25, "oitavo": 0.125},
    thousand="mil",
    million="milhao|milhoes|milhoes?|mi|milh",
    billion="mil milhoes|mil milhao|bilhao|bilhoes|biliao|bilioes|bi|bilh",
    trillion="trilhao|trilhoes|triliao|trilioes|tri",
    parameters="parametros?|params?",
    active="ativos?|ativados?",
    bits="bits?|bts",
    bits_per_weight="bits? (?:por|/) (?:peso|parametro)s?|bits?/peso",
    bytes_per_weight="bytes? (?:por|/) ?(?:peso|parametro|elemento)s?",
    tokens="tokens?|toquens?",
    context=(
        r"(?:janelas?|comprimento|tamanho) (?:d[eo]|maxim[oa] d[eo]) (?:contexto|sequencia|prompt)"
        r"|contextos?(?: max(?:imo)?)?|janela|sequencia|comprimento|seq"
    ),
    full_context=(
        r"contexto (?:completo|inteiro|cheio|total|nativo|integral)"
        r"|(?:no|com|com o|em) (?:seu )?contexto maximo|todo o contexto"
    ),
    shared_prefix=r"(?:prefixo|prompt)(?: de sistema)? (?:compartilhado|comum|partilhado)",
    input=r"entrada|de entrada|prompt|de prompt",
    output=r"saida|de saida|resposta|de resposta|gerados?|geracao|de geracao",
    users=(
        r"usuari[oa]s?|utilizador(?:es)?|pessoas?|requisic(?:oes|ao)|requests?|clientes?"
        r"|sess(?:oes|ao)|conversas?"
        r"|sequencias|pedidos?|chamadas?|acessos?|atendentes?|funcionarios?|alunos?"
        r"|desenvolvedores|devs"
        r"|conexoes|atendimentos?"
    ),
    heads=(
        r"pessoas?|funcionari[oa]s?|colaborador(?:as|es)?|colegas|alun[oa]s?|estudantes|clientes"
        r"|empregados|trabalhadores|analistas|advogad[oa]s|medic[oa]s|professor(?:as|es)|lugares"
        r"|licencas|estagiari[oa]s|voluntari[oa]s|convidad[oa]s|hospedes|amig[oa]s|programador(?:as|es)"
        r"|tradutor(?:as|es)|consultor(?:as|es)|gerentes|pesquisador(?:as|es)|investigador(?:as|es)"
        r"|contabilistas|contador(?:as|es)|cientistas|jornalistas|formand[oa]s|tecnic[oa]s|moradores"
        r"|motoristas|atendentes|operador(?:as|es)|assinantes|pacientes|vendedor(?:as|es)"
    ),
    requests=r"requisicoes|requisicao|pedidos?|sequencias?|sessoes|sessao|conversas?",
    concurrent=(
        r"(?:em )?simultane[oa]s?|concorrentes?|paralel[oa]s?|em paralelo|ao mesmo tempo|por vez"
        r"|no mesmo (?:momento|instante)|na mesma hora|a qualquer (?:momento|hora)|online"
        r"|ativ[oa]s|de uma vez"
        r"|simultaneamente|juntos"
    ),
    batch=r"lotes?(?: de tamanho)?|tamanho d[eo] (?:lote|batch)|batch|concorrencia",
    team="time|equipe|grupo|empresa|turma|escritorio|equipa",
    each=(
        r"cada(?: um[a]?)?|por (?:usuari[oa]|utilizador|requisicao|pessoa|sequencia|sessao|conversa"
        r"|cliente|chat|pedido)"
    ),
    per_time=r"(?:/|por |ao )\s?(?:segundo|minuto|hora|dia|mes|semana|seg|min)s?",
    memory=r"vram|memoria(?: de (?:video|gpu)| da gpu| gpu| grafica| unificada)?",
    ram=r"ram|memoria ram|memoria (?:do sistema|principal)|disco",
    cards=r"(?:placas?(?: de video| graficas?| gpu| nvidia)?|gpus?|aceleradoras?)",
    node=(
        r"nos(?! [a-z])|no(?=\s*(?:$|[,.;?!)]))|servidor(?:es)?|maquinas?|instancias?"
        r"|computador(?:es)?|cluster"
    ),
    my="minhas?|meus?|noss[oa]s?|suas?|seus?|ess[ae]s?|est[ae]s?|[oa]s?",
    on=r"em|com|numa?s?|nas?|nos?|usando|sobre|para|pra|na",
    overhead=r"overhead|folga|margem(?: de seguranca)?|sobra|extra|a mais|de gordura|sobrecarga",
    without=r"sem|zero|nenhuma?|nao tem",
    factor=r"fator|multiplicador",
    list_words=r"e|ou|contra|para|vs\.?|versus|a|com|do que|que",
    versus=(
        r"vs\.?|versus|compar(?:ar|e|ando|acao|ado|a)|diferencas?|contra|ou|em vez de"
        r"|ao inves de|do que|(?:passar|ir|subir|descer|passando|indo) de"
    ),
    quantised_to=r"quantizad[oa]s? (?:para|em|a)|quantizando (?:para|em)|convertid[oa] para",
    follow_up=(
        r"e(?! (?:possivel|viavel|verdade|preciso|suficiente))|mas|agora|entao|tambem|contra"
        r"|troca(?:r|ndo)?|muda(?:r|ndo)?(?! de)|comparad[oa] (?:a|com)"
        r"|mesm[ao] (?:coisa|pergunta|modelo|placas?|mas|com|em|para)"
        r"|substitu(?:i|a|ir|indo)|passa(?= (?:a|o|para|pra|pro) )"
        r"|nao,|quero dizer|quis dizer|queria dizer|desculpa|perdao|alias|ops|na verdade"
    ),
    follow_up_alone="ou|sem|com|so|em|para|pra|na|no|num|numa|usa|usar|fica com",
    serve=r"servir|servindo|inferencia|hospedar|produzir",
    train=(
        r"treinar|treino|treinamento|treinando|ajuste fino|afinar|ajustar|fine[ -]?tun(?:e|ing)"
        r"|finetunar|fazer fine"
    ),
    pretrain=r"pre-?trein(?:ar|o|amento)|do zero",
    checkpointing=r"checkpoint(?:ing)? de (?:gradientes?|ativac(?:ao|oes))|gradient checkpointing",
    precisions={
        "meia precisao": "fp16",
        "precisao simples": "fp32",
        "precisao completa": "fp32",
        "precisao total": "fp32",
        "precisao dupla": "fp64",
        "precisao mista": "bf16",
        "sem quantizacao": "bf16",
        "sem quantizar": "bf16",
    },
)
