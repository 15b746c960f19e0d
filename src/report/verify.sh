#!/bin/sh
# Checks a custody bag with openssl 3 and coreutils alone:
#   sh data/verify.sh [--time-ca FILE] [--witness KEY]... [LOG_KEY]
# LOG_KEY is the archive's log key (name+id+key), FILE the certificates of time authorities (PEM), KEY that of a witness
# (name+id+key): all received by another way than this bag.
# Exit 0: all that is checked here holds, and LOG_KEY is that of the log. Exit 1: something does not hold; the reason
# is printed. Exit 2: it was called in another way. Exit 3: it holds, but whose log it is was not confirmed: no LOG_KEY was
# given, or its key was rotated.
set -uf
LC_ALL=C
export LC_ALL
usage() {
	cat <<'END'
sh data/verify.sh [--time-ca FILE] [--witness KEY]... [LOG_KEY]
Checks a custody bag with openssl 3 and coreutils alone.
LOG_KEY is the archive's log key (name+id+key), received by another way than this bag.
FILE has the certificates of time authorities (PEM), received by another way too: the bag's time tokens are held to them.
KEY is that of a witness (name+id+key), received by another way too: it must have cosigned a log with every entry of the bag.
Ends with 0: all that is checked here holds, and LOG_KEY is that of the log. With 1: something does not hold; the reason is
printed. With 2: it was called in another way than this.
With 3: it holds, but whose log it is was not confirmed: no LOG_KEY was given, or the log's key was rotated since.
END
}
key='' authorities='' witnesses=''
while [ $# -gt 0 ]; do
	case $1 in
	-h | --help) usage; exit 0 ;;
	--time-ca)
		[ $# -gt 1 ] && [ -f "$2" ] && [ -r "$2" ] || { printf 'the file of --time-ca is missing\n' >&2; exit 2; }
		case $2 in /*) authorities=$2 ;; *) authorities=$PWD/$2 ;; esac
		shift
		;;
	--witness)
		case ${2-} in *[!!-~]* | '') false ;; *+*+*) ;; *) false ;; esac || { printf 'the key of --witness is missing, or is no name+id+key\n' >&2; exit 2; }
		witnesses="$witnesses $2"
		shift
		;;
	'' | -*) usage >&2; exit 2 ;;
	*) [ -z "$key" ] || { usage >&2; exit 2; }; key=$1 ;;
	esac
	shift
done
CDPATH='' cd "$(dirname "$0")/.." || exit 1
T=$(mktemp -d) || exit 1
trap 'rm -rf "$T"' EXIT
trap 'exit 1' HUP INT TERM

# What the bag says reaches a terminal as printable ASCII alone, on one line.
shown() { printf %s "$1" | tr -cd '\040-\176'; }
fail() { printf 'FAIL: %s\n' "$(shown "$1")"; exit 1; }
ok() { printf 'ok: %s\n' "$(shown "$1")"; }
nl='
'
# Hexadecimal to bytes, bytes to hexadecimal, base64 to hexadecimal, the hash of what comes in; whether nothing comes in.
unhex() { printf %s "$1" | tr a-f A-F | basenc --base16 -d 2>/dev/null; }
hex() { od -An -v -tx1 | tr -d ' \n'; }
unbase() { printf %s "$1" | base64 -d 2>/dev/null | hex; }
sha() { sha256sum | cut -c1-64; }
nothing() { [ "$(head -c 1 | wc -c)" -eq 0 ]; }
isHash() { [ ${#1} -eq 64 ] && case $1 in *[!0-9a-f]*) false ;; esac; }
isCount() { case $1 in '' | *[!0-9]* | 0?* | ????????????????*) false ;; esac; }
# load FILE: all of it, up to its very end, in $text
load() { text=$(cat "$1" 2>/dev/null && printf .) && text=${text%.}; }

# Canonical JSON has nothing between its members, and no quote inside a text without a backslash before it. So what begins
# with a quote where it is cut at commas and braces is the name of a member, or a text of its own, and never within a text.
# member NAME JSON: the value of the last member of that name, a text without commas, braces and backslashes, in $value
member() {
	value='' IFS=',{'
	for part in $2; do
		case $part in
		*\\*) ;;
		"\"$1\":\""*\"*) value=${part#*:\"} value=${value%%\"*} ;;
		esac
	done
	unset IFS
}
# plain TEXT: a JSON text without its escapes, of which there are those of quote and backslash alone, in $plain
plain() {
	plain='' rest=$1
	while :; do
		case $rest in *\\*) ;; *) break ;; esac
		plain=$plain${rest%%\\*} rest=${rest#*\\}
		case $rest in [\"\\]*) ;; *) return 1 ;; esac
		plain=$plain${rest%"${rest#?}"} rest=${rest#?}
	done
	plain=$plain$rest
}

# signed PUBLIC-KEY-HEX MESSAGE-FILE SIGNATURE-FILE: Ed25519 under a key wrapped as DER
signed() {
	unhex "302a300506032b6570032100$1" >"$T/pub.der"
	[ "$(wc -c <"$T/pub.der")" -eq 44 ] && [ "$(wc -c <"$3")" -eq 64 ] || return 1
	openssl pkeyutl -verify -pubin -keyform DER -inkey "$T/pub.der" -rawin -in "$2" -sigfile "$3" >/dev/null 2>&1
}
# note NAME PUBLIC-KEY-HEX NOTE: a signed note; leaves what is signed in $signed
note() {
	case $3 in *"$nl$nl"*) ;; *) return 1 ;; esac
	signed=${3%%"$nl$nl"*}$nl by=''
	IFS=$nl
	for line in ${3#*"$nl$nl"}; do
		case $line in "— $1 "*) [ -z "$by" ] && by=${line##* } || by=twice ;; esac
	done
	unset IFS
	printf %s "$by" | base64 -d >"$T/sig68" 2>/dev/null || return 1
	id=$({ printf '%s\n\001' "$1"; unhex "$2"; } | sha | cut -c1-8)
	[ "$(head -c 4 "$T/sig68" | hex)" = "$id" ] || return 1
	tail -c +5 "$T/sig68" >"$T/sig"
	printf %s "$signed" >"$T/text"
	signed "$2" "$T/text" "$T/sig"
}
# cosignedBy NAME ID PUBLIC-KEY-HEX CHECKPOINT: there is a line by this witness, and every such line verifies (C2SP
# tlog-cosignature); since when it has known this log, in seconds since 1970, in $at
cosignedBy() {
	who=$1 id=$2 theirs=$3 at='' body=${4%%"$nl$nl"*}
	IFS=$nl
	set -- ${4#*"$nl$nl"}
	unset IFS
	for line; do
		case $line in "— $who "*) said=$(unbase "${line##* }") ;; *) continue ;; esac
		case $said in "$id"*) ;; *) continue ;; esac
		# After the id a time, of which five bytes last for long, and a signature.
		[ ${#said} -eq 152 ] && case ${said#"$id"} in 000000*) ;; *) false ;; esac || return 1
		time=$((0x$(printf %s "$said" | cut -c15-24)))
		printf 'cosignature/v1\ntime %s\n%s\n' "$time" "$body" >"$T/text"
		unhex "$(printf %s "$said" | cut -c25-)" >"$T/sig"
		signed "$theirs" "$T/text" "$T/sig" || return 1
		[ -n "$at" ] && [ "$at" -le "$time" ] || at=$time
	done
	[ -n "$at" ]
}
# node LEFT RIGHT: the hash above two
node() { { printf '\001'; unhex "$1$2"; } | sha; }
# included INDEX SIZE LEAF-HASH ROOT HASH…: the walk of RFC 9162, 2.1.3.2; the last hashes are base64
included() {
	fn=$1 sn=$(($2 - 1)) r=$3 whole=$4
	shift 4
	[ "$fn" -le "$sn" ] || return 1
	for p; do
		p=$(unbase "$p")
		isHash "$p" && [ "$sn" -gt 0 ] || return 1
		if [ $((fn % 2)) -eq 1 ] || [ "$fn" -eq "$sn" ]; then
			r=$(node "$p" "$r")
			while [ $((fn % 2)) -eq 0 ] && [ "$fn" -ne 0 ]; do fn=$((fn / 2)) sn=$((sn / 2)); done
		else
			r=$(node "$r" "$p")
		fi
		fn=$((fn / 2)) sn=$((sn / 2))
	done
	[ "$sn" -eq 0 ] && [ "$r" = "$whole" ]
}
# continues SIZE ROOT LATER-SIZE LATER-ROOT HASH…: the first tree is the beginning of the second (RFC 9162, 2.1.4.2)
continues() {
	first=$2 later=$4
	[ "$1" -le "$3" ] || return 1
	if [ "$1" -eq "$3" ]; then [ $# -eq 4 ] && [ "$first" = "$later" ]; return; fi
	fn=$(($1 - 1)) sn=$(($3 - 1))
	shift 4
	while [ $((fn % 2)) -eq 1 ]; do fn=$((fn / 2)) sn=$((sn / 2)); done
	# Where SIZE is a power of two, its root is a node of the later tree.
	if [ "$fn" -eq 0 ]; then
		old=$first
	else
		[ $# -gt 0 ] || return 1
		old=$(unbase "$1")
		shift
	fi
	isHash "$old" || return 1
	new=$old
	for p; do
		p=$(unbase "$p")
		isHash "$p" && [ "$sn" -gt 0 ] || return 1
		if [ $((fn % 2)) -eq 1 ] || [ "$fn" -eq "$sn" ]; then
			old=$(node "$p" "$old") new=$(node "$p" "$new")
			while [ $((fn % 2)) -eq 0 ] && [ "$fn" -ne 0 ]; do fn=$((fn / 2)) sn=$((sn / 2)); done
		else
			new=$(node "$new" "$p")
		fi
		fn=$((fn / 2)) sn=$((sn / 2))
	done
	[ "$sn" -eq 0 ] && [ "$old" = "$first" ] && [ "$new" = "$later" ]
}
# tree CHECKPOINT: the $size and $root it names, and that it is of this log
tree() {
	IFS=$nl
	set -- ${1%%"$nl$nl"*}
	unset IFS
	[ $# -gt 2 ] && [ "$1" = "$name" ] && isCount "$2" && [ "$2" -gt 0 ] || return 1
	size=$2 root=$(unbase "$3")
	isHash "$root"
}
# byLog CHECKPOINT: signed by the log's key. What an earlier key signed is not counted, and then nothing is confirmed.
byLog() {
	[ "$1" = "$checkpoint" ] || note "$name" "$public" "$1" || { [ -n "$rotated" ] && unproven=1; }
}
# skeletonOf JSON: what the notary said, a text in JSON up to its end, in $skeleton
skeletonOf() {
	case $1 in *'"skeleton":"{'*'}"'*) ;; *) return 1 ;; esac
	plain "${1##*'"skeleton":"'}" || return 1
	skeleton=${plain%'"}'}
}
# opened PATH: what the notary said in $skeleton, and the leaf that it and the statement make in $opens
opened() {
	opens=nothing
	load "$1.opening.json" && skeletonOf "$text" || return
	salt=${text#'{"salts":["'} other=${text#'{"salts":["'*'","'}
	salt=${salt%%\"*} other=${other%%\"*}
	[ "$text" != "${text#"{\"salts\":[\"$salt\",\"$other\"],\"skeleton\":\"{"}" ] && isHash "$salt" && isHash "$other" || return
	opens=01$({ unhex "$salt"; printf %s "$skeleton"; } | sha)
	opens=$opens$({ unhex "$other"; cat "$1.statement.json" "$1.signature"; } | sha)
}
# entry PATH: the actor's signature, the leaf, its place under a checkpoint of the log; what was signed in $statement
entry() {
	for part in statement.json signature opening.json leaf tlog-proof; do [ -f "$1.$part" ] || fail "$1.$part is missing"; done
	load "$1.statement.json"
	statement=$text
	printf 'custos/statement/v1\n%s' "$statement" >"$T/message"
	member actor "$statement"
	signed "$value" "$T/message" "$1.signature" || fail "$1: the signature is not by the actor"
	member origin "$statement"
	[ "$value" = "$name" ] || fail "$1: the statement is of another log"
	opened "$1"
	[ "$(hex <"$1.leaf")" = "$opens" ] || fail "$1: the leaf does not open to this statement"
	member type "$statement"
	type=$value
	member type "$skeleton"
	[ "$value" = "$type" ] || fail "$1: filed as another type than it is"
	member result "$skeleton"
	result=$value
	placed "$1"
}
# remains PATH: what is left of an entry about something expunged: half of its leaf opens, and the whole has its place
remains() {
	for part in leaf tlog-proof; do [ -f "$1.$part" ] || fail "$1.$part is missing"; done
	load "$1.skeleton.json"
	salt=${text#'{"salt":"'}
	salt=${salt%%\"*} half=nothing
	[ "$text" != "${text#"{\"salt\":\"$salt\",\"skeleton\":\"{"}" ] && isHash "$salt" && skeletonOf "$text" &&
		half=$({ unhex "$salt"; printf %s "$skeleton"; } | sha)
	[ "$(head -c 33 "$1.leaf" | hex)" = "01$half" ] && [ "$(wc -c <"$1.leaf")" -eq 65 ] || fail "$1: the leaf does not open to what the notary said"
	placed "$1"
}
# placed PATH: the leaf's place under a checkpoint of the log, in $index
placed() {
	load "$1.tlog-proof"
	under=${text#*"$nl$nl"}
	byLog "$under" || fail "$1: the proof's checkpoint is not signed by the log key"
	of=$1 text=${text%%"$nl$nl"*}
	IFS=$nl
	set -- $text
	unset IFS
	index=${2-}
	index=${index#index }
	tree "$under" && [ "${2-}" = "index $index" ] && isCount "$index" || fail "$of: the proof cannot be read or is of another log"
	shift 2
	leaf=$({ printf '\000'; cat "$of.leaf"; } | sha)
	included "$index" "$size" "$leaf" "$root" "$@" || fail "$of: not in the log at index $index"
	printf '%s %s\n' "$size" "$root" >>"$T/trees"
}
# numbered PATH: an entry's file is called by its place, and the report was signed after it
numbered() {
	number=${1##*/}
	while :; do case $number in 0?*) number=${number#0} ;; *) break ;; esac; done
	[ "$number" = "$index" ] || fail "$1: the proof is about entry $index"
	[ "$index" -le "$last" ] || last=$index
	[ "$signedat" -gt "$index" ] || fail 'the report was signed before the events it tells of'
}
# leads LOG_KEY: in log-keys.jsonl each key from this one on hands the log over by the last entry under a checkpoint of its
# own, signed by an actor, down to the key of the bag
leads() {
	own=$1
	while IFS= read -r link; do
		closing=${link##*'"closing":{'}
		plain "${closing##*'"statement":"'}" || fail 'no statement'
		printf %s "${plain%'"}}'}" >"$T/end.statement.json"
		closes=${own#*+}
		public=$(unbase "${closes#*+}")
		public=${public#01}
		member closes "$plain"
		# What came before the key that was given.
		[ "$value" = "$public" ] || { [ "$own" = "$1" ] && continue; fail 'not by this key'; }
		member signature "$closing"
		printf %s "$value" | base64 -d >"$T/end.signature" 2>/dev/null
		opening=${closing#*'"salts":'}
		printf '{"salts":%s}"}' "${opening%%'}"'*}" >"$T/end.opening.json"
		proof=${closing#*'"proof":"'}
		printf %b "${proof%%\"*}" >"$T/end.tlog-proof"
		opened "$T/end"
		unhex "$opens" >"$T/end.leaf"
		# Each key signs the checkpoint over its last entry itself: that of the bag is nothing known here.
		rotated='' checkpoint=''
		entry "$T/end"
		[ "$type" = log.rotated ] && [ "$result" = accepted ] || fail 'no rotation'
		[ "$((index + 1))" = "$size" ] || fail 'not the last entry'
		member next "$statement"
		own=$value
	done <data/ledger/log-keys.jsonl
	[ "$own" = "$vkey" ] && [ "$own" != "$1" ] || fail 'leads elsewhere'
}
# under FOLDER/: every file in it and below it, each on a line. Ends with 2 at a name that no report has, with 1 at something else.
# A name that is a dash alone would be the standard input for sha256sum.
under() (
	set +f
	for one in "$1"* "$1".*; do
		[ -e "$one" ] || [ -L "$one" ] || continue
		case ${one##*/} in . | ..) continue ;; [!A-Za-z0-9]* | *[!A-Za-z0-9._-]*) exit 2 ;; esac
		if [ -L "$one" ]; then exit 1
		elif [ -d "$one" ]; then [ -r "$one" ] && [ -x "$one" ] && under "$one/" || exit
		elif [ -f "$one" ]; then printf '%s\n' "$one"
		else exit 1; fi
	done
)

under '' >"$T/all"
case $? in
0) ;;
2) fail 'the bag holds a file whose name no report has' ;;
*) fail 'the bag holds something that is neither a file nor a folder' ;;
esac
for path in $(cat "$T/all"); do
	case $path in
	data/*) printf '%s\n' "$path" >&3 ;;
	tagmanifest-sha256.txt) ;;
	*) printf '%s\n' "$path" >&4 ;;
	esac
done 3>"$T/manifest" 4>"$T/tagmanifest"
for list in manifest tagmanifest; do
	[ -s "$list-sha256.txt" ] || fail "$list-sha256.txt is missing"
	{
		cut -c1-64 "$list-sha256.txt" | tr -d '0-9a-f\n'
		cut -c65-66 "$list-sha256.txt" | tr -d ' \n'
		cut -c67- "$list-sha256.txt" | tr -d 'A-Za-z0-9._/\n-'
	} | nothing || fail "$list-sha256.txt has a line that is not a hash and a path"
	[ "$(cut -c67- "$list-sha256.txt" | sort)" = "$(sort "$T/$list")" ] || fail "the files are not those in $list-sha256.txt: one is missing or too many"
	sha256sum -c --strict --quiet "$list-sha256.txt" >/dev/null 2>&1 || fail "$list-sha256.txt: a file is altered"
done
ok 'every file is listed, with its hash, and none is missing'

# Canonical JSON escapes control characters, and these files are one line without an end; notes and proofs have lines.
for path in $(cat "$T/all"); do
	case $path in data/report.json | data/ledger/*.json | report.signed.*.json) cat "$path" ;; esac
done | tr -d '\040-\377' | nothing || fail 'a file that must be canonical JSON holds a control character'
for path in $(cat "$T/all"); do
	case $path in
	*.signature | *.leaf | *.tsr) ;;
	data/case.jsonld | data/ledger/* | report.*) cat "$path" ;;
	esac
done | tr -d '\t\n\040-\377' | nothing || fail 'a text of the log or of the report holds a control character'

# One log; what else the policy holds is about witnesses.
vkey=''
while read -r word value rest || [ -n "$word" ]; do
	[ "$word" = log ] || continue
	[ -z "$vkey" ] || fail 'the bag names several logs'
	vkey=$value
done <data/ledger/policy
case $vkey in *[!!-~]*) fail 'the log key has a character that is not printable ASCII' ;; esac
name=${vkey%%+*}
# name+id+key: the key is base64 and may hold a plus sign itself.
rest=${vkey#*+}
public=$(unbase "${rest#*+}")
case $public in 01*) public=${public#01} ;; *) fail 'the bag names no Ed25519 log key' ;; esac
# How a log's key was rotated cannot be checked here: what an earlier key signed counts for nothing.
rotated='' unproven=''
[ -f data/ledger/log-keys.jsonl ] && rotated=1
if [ -n "$key" ] && [ "$key" != "$vkey" ]; then
	[ -n "$rotated" ] && case $(cat data/ledger/log-keys.jsonl data/ledger/000000.statement.json) in *"\"$key"*) ;; *) false ;; esac ||
		fail 'this bag is from another log than the key you gave'
	unproven=1
fi
load data/ledger/checkpoint
checkpoint=$text
note "$name" "$public" "$checkpoint" || fail 'the checkpoint is not signed by the log key'
tree "$checkpoint" || fail 'the checkpoint cannot be read or is of another log'
now=$size nowroot=$root
ok 'the checkpoint is signed by the log key'

entry report.signed
[ "$type" = report.signed ] || fail 'the report was not signed'
[ "$result" = accepted ] || fail 'the signature of the report was refused'
signedat=$index
# The report was signed after the bag's checkpoint, so under a later one.
continues "$now" "$nowroot" "$size" "$root" $(cat report.signed.consistency) ||
	fail "report.signed: its log of $size entries does not continue the log of the checkpoint, of $now"
printf '%s %s\n' "$now" "$nowroot" >"$T/trees"
for pair in json:data/report.json pdf:data/report.pdf manifest:manifest-sha256.txt; do
	member "${pair%%:*}" "$statement"
	isHash "$value" && [ "$value" = "$(sha <"${pair#*:}")" ] || fail "${pair#*:} is not the one that was signed"
done
ok 'report.json, report.pdf and the manifest are those whose hashes are in the log'

member actor "$statement"
issuer=$value
load report.note
note "custos-person/$(printf %s "$issuer" | cut -c1-16)" "$issuer" "$text" || fail 'report.note is not signed by the issuer'
member report "$statement"
[ "$signed" = "custos report $value$nl$(sha256sum data/report.json data/report.pdf manifest-sha256.txt)$nl" ] || fail 'report.note is about other files'
ok 'report.note is signed by the issuer'

# received: what an accepted item.received commits to, as "item body prefix size"
received() {
	body='' size=''
	IFS=,
	for part in $statement; do
		case $part in
		'"sha256":"'*) body=${part#*:\"} body=${body%%\"*} ;;
		'"size":'*) [ -n "$size" ] || { size=${part#*:} size=${size%%\}*}; } ;;
		esac
	done
	unset IFS
	member item "$statement"
	item=$value
	member prefix "$statement"
	printf '%s %s %s %s\n' "$item" "$body" "$value" "$size"
}
count=0 gone=0 last=0
for path in $(cat "$T/all"); do
	case $path in
	data/ledger/*/*) continue ;;
	data/ledger/*.statement.json)
		entry "${path%.statement.json}"
		numbered "${path%.statement.json}"
		count=$((count + 1))
		[ "$type:$result" != item.received:accepted ] || received >&3
		;;
	data/ledger/*.skeleton.json)
		remains "${path%.skeleton.json}"
		numbered "${path%.skeleton.json}"
		gone=$((gone + 1))
		;;
	esac
done 3>"$T/received"
load data/ledger/000000.statement.json || fail 'entry 0 is missing'
member type "$text"
[ "$value" = archive.founded ] || fail 'entry 0 did not found the archive'
member log "$text"
[ -n "$rotated" ] || [ "$value" = "$vkey" ] || fail 'entry 0 names another log key'
ok "$count entries: signed by their actors, in the log at their places"
[ "$gone" -eq 0 ] || ok "$gone entries of what was expunged: in the log at their places, without what they said"

# What witnesses cosigned and time authorities stamped are checkpoints of the log, too.
for path in $(cat "$T/all"); do
	case $path in data/ledger/cosigned | data/ledger/times/*.checkpoint) ;; *) continue ;; esac
	load "$path"
	tree "$text" && byLog "$text" || fail "$path is not signed by the log key, or is of another log"
	printf '%s %s\n' "$size" "$root" >>"$T/trees"
done
# consistency.json: [{"from":SIZE,"proof":[BASE64,...]},...], from SIZE to the bag's checkpoint
IFS=']'
for part in $(cat data/ledger/consistency.json 2>/dev/null); do
	case $part in *'{"from":'*',"proof":['*) ;; *) continue ;; esac
	size=${part#*'{"from":'} size=${size%%,*}
	isCount "$size" || fail 'consistency.json cannot be read'
	printf %s "${part##*'['}" | tr -d '"' | tr , '\n' >"$T/from-$size"
done
unset IFS
sort -u "$T/trees" >"$T/older"
while read -r size root; do
	[ "$size $root" != "$now $nowroot" ] || continue
	[ -f data/ledger/consistency.json ] || fail "nothing shows that the log of $size entries is a beginning of this one"
	continues "$size" "$root" "$now" "$nowroot" $(cat "$T/from-$size" 2>/dev/null) ||
		fail "the log of the checkpoint, of $now entries, does not continue the log of $size"
done <"$T/older"
ok "$(wc -l <"$T/older") checkpoints, and that of the report's signature: of one log that only grew"

# named: of each file of an item but the sealed one "hash  path", of each sealed one "path item body prefix size", and of each key
# its path. The members of report.json stand in the order of their names; it is cut at its commas, and $step is the member of an
# item that has to come. Before "id" and "sealed" there are texts, which may have commas of their own: what is cut from them begins
# with a quote only if that is all. At anything else than a report has, the rest of the item is not read, and its files are not named.
named() {
	step='' small=''
	IFS=,
	for part in $(cat data/report.json); do
		# The text that is the value here. Of null: none.
		value=${part#*:\"} value=${value%%\"*}
		case $step:$part in
		*:'"files":{"age":'*) step=key age=$value small='' ;;
		key:'"key":'*) step=original; [ -z "$value" ] || printf '%s\n' "$value" >&5 ;;
		original:'"keyframes":[]' | original:'"ptsMs":'*) ;;
		original:'{"path":"'* | original:'"keyframes":[{"path":"'* | id:'"packets":{"path":"'* | id:'"probe":{"path":"'*) small=$value ;;
		original:'"sha256":"'* | id:'"sha256":"'*)
			isHash "$value" && [ -n "$small" ] && printf '%s  %s\n' "$value" "$small" >&3
			small=''
			;;
		original:'"original":'*) step=id original=$value ;;
		id:'"id":"'*) step=sealed id=$value ;;
		sealed:'"sealed":{"body":"'*) step=prefix body=$value ;;
		prefix:'"prefix":"'*) step=size prefix=$value ;;
		size:'"size":'*'}')
			step=sha256 size=${part#*:}
			[ -z "$age" ] || printf '%s %s %s %s %s\n' "$age" "$id" "$body" "$prefix" "${size%?}" >&4
			;;
		sha256:'"sha256":"'*) step=end sum=$value ;;
		end:'"size":'*'}'*)
			step=''
			isHash "$sum" && [ -n "$original" ] && printf '%s  %s\n' "$sum" "$original" >&3
			;;
		id:'"'* | sealed:'"'*) case ${part#\"*\"} in '"' | ':"'* | :null*) ;; *) step='' ;; esac ;;
		id:* | sealed:*) ;;
		*) step='' ;;
		esac
	done 3>"$T/hashes" 4>"$T/ages" 5>"$T/keys"
	unset IFS
}
named
{
	cut -c67- "$T/hashes"
	cut -d' ' -f1 "$T/ages"
	cat "$T/keys"
} | sort >"$T/named"
for path in $(cat "$T/all"); do
	case $path in data/items/*) printf '%s\n' "$path" ;; esac
done | sort >"$T/there"
[ "$(cat "$T/named")" = "$(cat "$T/there")" ] || fail 'the files of the items are not those that report.json names'
[ ! -s "$T/hashes" ] || sha256sum -c --strict --quiet "$T/hashes" >/dev/null 2>&1 ||
	fail 'an original, or another file of an item, does not have the hash in report.json'
ok "$(wc -l <"$T/hashes") originals and other files of items have the hashes in report.json"
# A sealed file is what the signed statement that received its item commits to: a prefix, and a body of this size.
sort -u "$T/received" >"$T/committed"
while read -r age item body prefix size; do
	printf '%s %s %s %s\n' "$item" "$body" "$prefix" "$size" | comm -23 - "$T/committed" | nothing ||
		fail "$age: no entry received what report.json says"
	[ "$(head -c "-$size" "$age" | sha)" = "$prefix" ] && [ "$(tail -c "$size" "$age" | sha)" = "$body" ] ||
		fail "$age is not what was received"
done <"$T/ages"
ok "$(wc -l <"$T/ages") sealed items are those that were received, by signed entries"

# Each answer of a time authority is over the checkpoint beside it, under a certificate that was valid at the time it tells.
tokens=0
for token in $(cat "$T/all"); do
	case $token in data/ledger/times/*.tsr) ;; *) continue ;; esac
	tokens=$((tokens + 1))
	[ -f "${token%.*.tsr}.checkpoint" ] || fail "$token: what it is over is missing"
	[ -n "$authorities" ] || continue
	# What the authority signed alone: the status beside it can say anything.
	told=$(openssl ts -reply -in "$token" -token_out -text 2>/dev/null | while IFS= read -r line; do
		case $line in 'Time stamp: '*) printf '%s\n' "${line#'Time stamp: '}" ;; esac
	done)
	at=$(date -u -d "$told" +%s 2>/dev/null) && [ -n "$told" ] &&
		openssl ts -verify -data "${token%.*.tsr}.checkpoint" -in "$token" -CAfile "$authorities" -attime "$at" >/dev/null 2>&1 ||
		fail "$token: not a time token over its checkpoint by an authority whose certificate you gave"
	load "${token%.*.tsr}.checkpoint"
	tree "$text"
	ok "the log's first $size entries were there at $told, says an authority you gave"
done
[ -z "$authorities" ] || [ "$tokens" -gt 0 ] || fail 'no time authority has stamped the log of this bag'

# Each witness whose key was given says that it knows a log with all that this bag tells of.
for witness in $witnesses; do
	who=${witness%%+*} rest=${witness#*+}
	theirs=$(unbase "${rest#*+}")
	id=$({ printf '%s\n' "$who"; unhex "$theirs"; } | sha | cut -c1-8)
	case $theirs in 04*) [ "${rest%%+*}" = "$id" ] ;; *) false ;; esac || fail "what you gave by --witness is no key of a witness: $witness"
	[ -f data/ledger/cosigned ] || fail 'no witness has cosigned the log of this bag'
	load data/ledger/cosigned
	tree "$text" && cosignedBy "$who" "$id" "${theirs#04}" "$text" || fail "data/ledger/cosigned is not cosigned by the witness $who"
	[ "$size" -gt "$last" ] || fail "witnesses cosigned the first $size entries, and this bag has later ones, up to $last"
	ok "the witness $who cosigned the log's first $size entries, at $(date -u -d "@$at" '+%Y-%m-%d %H:%M:%S') UTC by its clock"
done

cat <<'END'
NOT CHECKED HERE (verify.html and custos verify do): that signers were enrolled by stewards; that no event of the case or the
items is left out; that all that was expunged is named; that report.json says what the entries say, so too that the hash of an
original in it is the one that its entry commits to; that case.jsonld says what report.json says. Nor: that a sealed item opens
to its original (age does); the signature inside report.pdf (pdfsig does).
END
[ -n "$authorities" ] || [ "$tokens" -eq 0 ] ||
	printf 'NOT CHECKED: %s time tokens: give the authority'"'"'s certificate by --time-ca FILE.\n' "$tokens"
[ -n "$witnesses" ] || [ ! -f data/ledger/cosigned ] || printf 'NOT CHECKED: who cosigned the log: give the key of a witness by --witness KEY.\n'
if [ -n "$unproven" ]; then
	printf 'The key under the checkpoint of this bag is %s\n' "$(shown "$vkey")"
	if [ -n "$key" ] && [ "$key" != "$vkey" ] && (leads "$key") >/dev/null; then
		printf 'RESULT: consistent, origin NOT confirmed: the key that you gave was rotated. The last entry under a checkpoint of\n'
		printf 'its own hands the log over, and so it came to the key above. That stewards agreed to it, and that this is the log\n'
		printf 'which went on from there, is checked by custos verify and verify.html.\n'
	else
		printf 'RESULT: consistent, origin NOT confirmed: the bag says that the key of its log was rotated. A bag can name any key;\n'
		printf 'whether this one follows from the key that you have is checked by custos verify and verify.html.\n'
	fi
	exit 3
elif [ -n "$key" ]; then
	printf 'RESULT: consistent, and from the log whose key you gave.\n'
else
	printf 'RESULT: consistent, origin NOT confirmed. Compare this fingerprint with the one the archive gave you:\n%s\n' \
		"$(printf %s "$vkey" | sha | cut -c1-32 | fold -w 4 | paste -sd ' ' -)"
	exit 3
fi
