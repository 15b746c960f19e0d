#!/bin/sh
# Checks a custody bag with openssl 3 and the basic commands of Linux alone (coreutils, sed, grep, find, cmp):
#   sh data/verify.sh [--time-ca FILE] [LOG_KEY]
# LOG_KEY is the archive's log key (name+id+key), FILE the certificates of time authorities (PEM): both received by another
# way than this bag.
# Exit 0: all that is checked here holds, and LOG_KEY is that of the log. Exit 1: something does not hold; the reason
# is printed. Exit 2: it was called in another way. Exit 3: it holds, but whose log it is was not confirmed: no LOG_KEY was
# given, or its key was rotated.
set -u
LC_ALL=C
export LC_ALL
usage() {
	cat <<'END'
sh data/verify.sh [--time-ca FILE] [LOG_KEY]
Checks a custody bag with openssl 3 and the basic commands of Linux alone (coreutils, sed, grep, find, cmp).
LOG_KEY is the archive's log key (name+id+key), received by another way than this bag.
FILE has the certificates of time authorities (PEM), received by another way too: the bag's time tokens are held to them.
Ends with 0: all that is checked here holds, and LOG_KEY is that of the log. With 1: something does not hold; the reason is
printed. With 2: it was called in another way than this.
With 3: it holds, but whose log it is was not confirmed: no LOG_KEY was given, or the log's key was rotated since.
END
}
key='' authorities=''
while [ $# -gt 0 ]; do
	case $1 in
	-h | --help) usage; exit 0 ;;
	--time-ca)
		[ $# -gt 1 ] && [ -f "$2" ] && [ -r "$2" ] || { printf 'the file of --time-ca is missing\n' >&2; exit 2; }
		case $2 in /*) authorities=$2 ;; *) authorities=$PWD/$2 ;; esac
		shift
		;;
	'' | -*) usage >&2; exit 2 ;;
	*) [ -z "$key" ] || { usage >&2; exit 2; }; key=$1 ;;
	esac
	shift
done
cd "$(dirname "$0")/.." || exit 1
T=$(mktemp -d) || exit 1
trap 'rm -rf "$T"' EXIT
trap 'exit 1' HUP INT TERM

# What the bag says reaches a terminal as printable ASCII alone, on one line.
shown() { printf %s "$1" | tr -cd '\040-\176'; }
fail() { printf 'FAIL: %s\n' "$(shown "$1")"; exit 1; }
ok() { printf 'ok: %s\n' "$(shown "$1")"; }
# Hexadecimal to bytes, bytes to hexadecimal, the hash of what comes in.
unhex() { printf %s "$1" | tr a-f A-F | basenc --base16 -d 2>/dev/null; }
hex() { od -An -v -tx1 | tr -d ' \n'; }
sha() { sha256sum | cut -c1-64; }
# The value of a member of canonical JSON: field NAME FILE
field() { sed -n 's/.*[{,]"'"$1"'":"\([^"\\]*\)".*/\1/p' "$2"; }
# signed PUBLIC-KEY-HEX MESSAGE-FILE SIGNATURE-FILE: Ed25519 under a key wrapped as DER
signed() {
	{ unhex 302a300506032b6570032100; unhex "$1"; } >"$T/pub.der"
	[ "$(wc -c <"$T/pub.der")" -eq 44 ] && [ "$(wc -c <"$3")" -eq 64 ] || return 1
	openssl pkeyutl -verify -pubin -keyform DER -inkey "$T/pub.der" -rawin -in "$2" -sigfile "$3" >/dev/null 2>&1
}
# note NAME PUBLIC-KEY-HEX FILE: a signed note; leaves its text in $T/text
note() {
	sed '/^$/,$d' "$3" >"$T/text"
	line=$(sed '1,/^$/d' "$3" | grep -F -- "— $1 ") || return 1
	[ "$(printf '%s\n' "$line" | wc -l)" -eq 1 ] || return 1
	printf %s "${line##* }" | base64 -d >"$T/sig68" 2>/dev/null || return 1
	id=$({ printf '%s\n' "$1"; printf '\001'; unhex "$2"; } | sha | cut -c1-8)
	[ "$(head -c 4 "$T/sig68" | hex)" = "$id" ] || return 1
	tail -c +5 "$T/sig68" >"$T/sig"
	signed "$2" "$T/text" "$T/sig"
}
# sibling: the next hash of a proof, base64 on a line of its own, in $p; node LEFT RIGHT: the hash above two
sibling() { read -r p && p=$(printf %s "$p" | base64 -d 2>/dev/null | hex); }
node() { { printf '\001'; unhex "$1$2"; } | sha; }
# included INDEX SIZE LEAF-HASH ROOT <PATH: the walk of RFC 9162, 2.1.3.2
included() {
	fn=$1 sn=$(($2 - 1)) r=$3
	[ "$fn" -le "$sn" ] || return 1
	while sibling; do
		[ "$sn" -gt 0 ] || return 1
		if [ $((fn % 2)) -eq 1 ] || [ "$fn" -eq "$sn" ]; then
			r=$(node "$p" "$r")
			while [ $((fn % 2)) -eq 0 ] && [ "$fn" -ne 0 ]; do fn=$((fn / 2)) sn=$((sn / 2)); done
		else
			r=$(node "$r" "$p")
		fi
		fn=$((fn / 2)) sn=$((sn / 2))
	done
	[ "$sn" -eq 0 ] && [ "$r" = "$4" ]
}
# continues SIZE ROOT LATER-SIZE LATER-ROOT <PROOF: the first tree is the beginning of the second (RFC 9162, 2.1.4.2)
continues() {
	[ "$1" -le "$3" ] || return 1
	if [ "$1" -eq "$3" ]; then ! sibling && [ "$2" = "$4" ]; return; fi
	fn=$(($1 - 1)) sn=$(($3 - 1))
	while [ $((fn % 2)) -eq 1 ]; do fn=$((fn / 2)) sn=$((sn / 2)); done
	# Where SIZE is a power of two, its root is a node of the later tree.
	if [ "$fn" -eq 0 ]; then p=$2; else sibling || return 1; fi
	old=$p new=$p
	while sibling; do
		[ "$sn" -gt 0 ] || return 1
		if [ $((fn % 2)) -eq 1 ] || [ "$fn" -eq "$sn" ]; then
			old=$(node "$p" "$old") new=$(node "$p" "$new")
			while [ $((fn % 2)) -eq 0 ] && [ "$fn" -ne 0 ]; do fn=$((fn / 2)) sn=$((sn / 2)); done
		else
			new=$(node "$new" "$p")
		fi
		fn=$((fn / 2)) sn=$((sn / 2))
	done
	[ "$sn" -eq 0 ] && [ "$old" = "$2" ] && [ "$new" = "$4" ]
}
# tree CHECKPOINT: the size and root it names, and that it is of this log
tree() {
	size=$(sed -n '2s/^\([1-9][0-9]\{0,14\}\)$/\1/p' "$1")
	root=$(sed -n 3p "$1" | base64 -d 2>/dev/null | hex)
	[ "$(sed -n 1p "$1")" = "$name" ] && [ -n "$size" ] && [ ${#root} -eq 64 ]
}
# byLog CHECKPOINT: signed by the log's key. What an earlier key signed is not counted, and then nothing is confirmed.
byLog() {
	cmp -s "$1" data/ledger/checkpoint || note "$name" "$public" "$1" || { [ -n "$rotated" ] && unproven=1; }
}
# opened PATH: what the notary said into $T/skeleton, and the leaf that it and the statement make into $opens
opened() {
	salts=$(sed -n 's/^{"salts":\["\([0-9a-f]\{64\}\)","\([0-9a-f]\{64\}\)"\],"skeleton":"{.*}"}$/\1 \2/p' "$1.opening.json")
	sed 's/^.*"skeleton":"//; s/"}$//; s/\\"/"/g' "$1.opening.json" | tr -d '\n' >"$T/skeleton"
	h1=$({ unhex "${salts% *}"; cat "$T/skeleton"; } | sha)
	h2=$({ unhex "${salts#* }"; cat "$1.statement.json" "$1.signature"; } | sha)
	opens=01$h1$h2
}
# entry PATH: the actor's signature, the leaf, its place under a checkpoint of the log
entry() {
	for part in statement.json signature opening.json leaf tlog-proof; do [ -f "$1.$part" ] || fail "$1.$part is missing"; done
	{ printf 'custos/statement/v1\n'; cat "$1.statement.json"; } >"$T/message"
	signed "$(field actor "$1.statement.json")" "$T/message" "$1.signature" || fail "$1: the signature is not by the actor"
	[ "$(field origin "$1.statement.json")" = "$name" ] || fail "$1: the statement is of another log"
	opened "$1"
	[ "$(field type "$T/skeleton")" = "$(field type "$1.statement.json")" ] || fail "$1: filed as another type than it is"
	[ "$(hex <"$1.leaf")" = "$opens" ] || fail "$1: the leaf does not open to this statement"
	placed "$1"
}
# remains PATH: what is left of an entry about something expunged: half of its leaf opens, and the whole has its place
remains() {
	for part in leaf tlog-proof; do [ -f "$1.$part" ] || fail "$1.$part is missing"; done
	salt=$(sed -n 's/^{"salt":"\([0-9a-f]\{64\}\)","skeleton":"{.*}"}$/\1/p' "$1.skeleton.json")
	sed 's/^.*"skeleton":"//; s/"}$//; s/\\"/"/g' "$1.skeleton.json" | tr -d '\n' >"$T/skeleton"
	half=$({ unhex "$salt"; cat "$T/skeleton"; } | sha)
	[ "$(head -c 33 "$1.leaf" | hex)" = "01$half" ] && [ "$(wc -c <"$1.leaf")" -eq 65 ] || fail "$1: the leaf does not open to what the notary said"
	placed "$1"
}
# placed PATH: the leaf's place under a checkpoint of the log
placed() {
	sed '1,/^$/d' "$1.tlog-proof" >"$T/under"
	byLog "$T/under" || fail "$1: the proof's checkpoint is not signed by the log key"
	index=$(sed -n '2s/^index \([0-9]\{1,15\}\)$/\1/p' "$1.tlog-proof")
	tree "$T/under" && [ -n "$index" ] || fail "$1: the proof cannot be read or is of another log"
	sed '/^$/,$d' "$1.tlog-proof" | tail -n +3 >"$T/path"
	leaf=$({ printf '\000'; cat "$1.leaf"; } | sha)
	included "$index" "$size" "$leaf" "$root" <"$T/path" || fail "$1: not in the log at index $index"
	printf '%s %s\n' "$size" "$root" >>"$T/trees"
}
# leads LOG_KEY: in log-keys.jsonl each key from this one on hands the log over by the last entry under a checkpoint of its
# own, signed by an actor, down to the key of the bag
leads() {
	own=$1
	while IFS= read -r link; do
		printf '%s\n' "$link" | sed 's/^.*"closing":{//' >"$T/closing"
		sed 's/^.*"statement":"//; s/"}}$//; s/\\"/"/g' "$T/closing" | tr -d '\n' >"$T/end.statement.json"
		closes=${own#*+}
		public=$(printf %s "${closes#*+}" | base64 -d 2>/dev/null | hex)
		public=${public#01}
		# What came before the key that was given.
		[ "$(field closes "$T/end.statement.json")" = "$public" ] || { [ "$own" = "$1" ] && continue; fail 'not by this key'; }
		sed 's/^.*"signature":"\([A-Za-z0-9+/=]*\)".*$/\1/' "$T/closing" | base64 -d >"$T/end.signature" 2>/dev/null
		sed 's/^.*"salts":/{"salts":/; s/,"signature":.*$//' "$T/closing" >"$T/end.opening.json"
		printf %b "$(sed 's/^.*"proof":"//; s/".*$//' "$T/closing")" >"$T/end.tlog-proof"
		opened "$T/end"
		unhex "$opens" >"$T/end.leaf"
		rotated=''
		entry "$T/end"
		[ "$(field type "$T/skeleton")" = log.rotated ] && [ "$(field result "$T/skeleton")" = accepted ] || fail 'no rotation'
		[ "$((index + 1))" = "$size" ] || fail 'not the last entry'
		own=$(field next "$T/end.statement.json")
	done <data/ledger/log-keys.jsonl
	[ "$own" = "$vkey" ] && [ "$own" != "$1" ] || fail 'leads elsewhere'
}

[ -z "$(find . ! -type f ! -type d)" ] || fail 'the bag holds something that is neither a file nor a folder'
[ -z "$(find . -name '*[!A-Za-z0-9._-]*')" ] || fail 'the bag holds a file whose name no report has'
for list in manifest tagmanifest; do
	[ -s "$list-sha256.txt" ] || fail "$list-sha256.txt is missing"
	! grep -qv '^[0-9a-f]\{64\}  [A-Za-z0-9][A-Za-z0-9._/-]*$' "$list-sha256.txt" || fail "$list-sha256.txt has a line that is not a hash and a path"
	sha256sum -c --strict --quiet "$list-sha256.txt" >/dev/null 2>&1 || fail "$list-sha256.txt: a file is missing or altered"
done
find data -type f | sort >"$T/found"
cut -c67- manifest-sha256.txt | sort | cmp -s - "$T/found" || fail 'the files under data/ are not those in the manifest'
{ find . -maxdepth 1 -type f ! -name tagmanifest-sha256.txt | cut -c3-; find . -mindepth 2 -type f ! -path './data/*'; } | sort >"$T/found"
cut -c67- tagmanifest-sha256.txt | sort | cmp -s - "$T/found" || fail 'the files beside data/ are not those in the tag manifest'
ok 'every file is listed, with its hash, and none is missing'

# Canonical JSON escapes control characters, and these files are one line without an end; notes and proofs have lines.
find data/report.json data/ledger report.signed.* -type f -name '*.json' -exec cat {} + | tr -d '\040-\377' | cmp -s - /dev/null ||
	fail 'a file that must be canonical JSON holds a control character'
find data/case.jsonld data/ledger report.* -type f ! -name '*.signature' ! -name '*.leaf' ! -name '*.tsr' -exec cat {} + |
	tr -d '\t\n\040-\377' | cmp -s - /dev/null || fail 'a text of the log or of the report holds a control character'

# One log; what else the policy holds is about witnesses.
vkey=$(sed -n 's/^log[ 	]\{1,\}\([^ 	]*\).*$/\1/p' data/ledger/policy)
[ "$(printf '%s\n' "$vkey" | wc -l)" -eq 1 ] || fail 'the bag names several logs'
case $vkey in *[!!-~]*) fail 'the log key has a character that is not printable ASCII' ;; esac
name=${vkey%%+*}
# name+id+key: the key is base64 and may hold a plus sign itself.
rest=${vkey#*+}
public=$(printf %s "${rest#*+}" | base64 -d 2>/dev/null | hex)
case $public in 01*) public=${public#01} ;; *) fail 'the bag names no Ed25519 log key' ;; esac
# How a log's key was rotated cannot be checked here: what an earlier key signed counts for nothing.
rotated='' unproven=''
[ -f data/ledger/log-keys.jsonl ] && rotated=1
if [ -n "$key" ] && [ "$key" != "$vkey" ]; then
	[ -n "$rotated" ] && cat data/ledger/log-keys.jsonl data/ledger/000000.statement.json | grep -qF -- "\"$key" || fail 'this bag is from another log than the key you gave'
	unproven=1
fi
note "$name" "$public" data/ledger/checkpoint || fail 'the checkpoint is not signed by the log key'
tree data/ledger/checkpoint || fail 'the checkpoint cannot be read or is of another log'
now=$size nowroot=$root
ok 'the checkpoint is signed by the log key'

entry report.signed
[ "$(field type report.signed.statement.json)" = report.signed ] || fail 'the report was not signed'
[ "$(field result "$T/skeleton")" = accepted ] || fail 'the signature of the report was refused'
signedat=$index
# The report was signed after the bag's checkpoint, so under a later one.
continues "$now" "$nowroot" "$size" "$root" <report.signed.consistency ||
	fail "report.signed: its log of $size entries does not continue the log of the checkpoint, of $now"
printf '%s %s\n' "$now" "$nowroot" >"$T/trees"
for pair in json:data/report.json pdf:data/report.pdf manifest:manifest-sha256.txt; do
	[ "$(field "${pair%%:*}" report.signed.statement.json)" = "$(sha <"${pair#*:}")" ] || fail "${pair#*:} is not the one that was signed"
done
ok 'report.json, report.pdf and the manifest are those whose hashes are in the log'

issuer=$(field actor report.signed.statement.json)
note "custos-person/$(printf %s "$issuer" | cut -c1-16)" "$issuer" report.note || fail 'report.note is not signed by the issuer'
{
	printf 'custos report %s\n' "$(field report report.signed.statement.json)"
	for path in data/report.json data/report.pdf manifest-sha256.txt; do printf '%s  %s\n' "$(sha <$path)" $path; done
} | cmp -s - "$T/text" || fail 'report.note is about other files'
ok 'report.note is signed by the issuer'

count=0
for statement in data/ledger/*.statement.json; do
	path=${statement%.statement.json}
	entry "$path"
	number=$(printf %s "${path##*/}" | sed 's/^0*\(.\)/\1/')
	[ "$number" = "$index" ] || fail "$path: the proof is about entry $index"
	[ "$signedat" -gt "$index" ] || fail 'the report was signed before the events it tells of'
	count=$((count + 1))
done
gone=0
for half in data/ledger/*.skeleton.json; do
	[ -f "$half" ] || continue
	path=${half%.skeleton.json}
	remains "$path"
	number=$(printf %s "${path##*/}" | sed 's/^0*\(.\)/\1/')
	[ "$number" = "$index" ] || fail "$path: the proof is about entry $index"
	[ "$signedat" -gt "$index" ] || fail 'the report was signed before the events it tells of'
	gone=$((gone + 1))
done
[ "$(field type data/ledger/000000.statement.json)" = archive.founded ] || fail 'entry 0 did not found the archive'
[ -n "$rotated" ] || [ "$(field log data/ledger/000000.statement.json)" = "$vkey" ] || fail 'entry 0 names another log key'
ok "$count entries: signed by their actors, in the log at their places"
[ "$gone" -eq 0 ] || ok "$gone entries of what was expunged: in the log at their places, without what they said"

# What witnesses cosigned and time authorities stamped are checkpoints of the log, too.
for stamped in data/ledger/cosigned data/ledger/times/*.checkpoint; do
	[ -f "$stamped" ] || continue
	tree "$stamped" && byLog "$stamped" || fail "$stamped is not signed by the log key, or is of another log"
	printf '%s %s\n' "$size" "$root" >>"$T/trees"
done
# consistency.json: [{"from":SIZE,"proof":[BASE64,...]},...], from SIZE to the bag's checkpoint
sort -u "$T/trees" >"$T/older"
while read -r size root; do
	[ "$size $root" != "$now $nowroot" ] || continue
	[ -f data/ledger/consistency.json ] || fail "nothing shows that the log of $size entries is a beginning of this one"
	sed -n 's/.*{"from":'"$size"',"proof":\[\([A-Za-z0-9+/=",]*\)\]}.*/\1/p' data/ledger/consistency.json |
		tr -d '"' | tr , '\n' | grep . >"$T/proof"
	continues "$size" "$root" "$now" "$nowroot" <"$T/proof" ||
		fail "the log of the checkpoint, of $now entries, does not continue the log of $size"
done <"$T/older"
ok "$(wc -l <"$T/older") checkpoints, and that of the report's signature: of one log that only grew"

# report.json is canonical: members in the order of their names, nothing between them, and no quote inside a text without a
# backslash before it. So a pattern that begins with quotes of its own matches no text that somebody wrote.
text='("([^"\\]|\\.)*"|null)' sum='[0-9a-f]{64}' path='data/items/[A-Za-z0-9._/-]+'
small="\{\"path\":\"($path)\",(\"ptsMs\":[-+.e0-9]+,)?\"sha256\":\"($sum)\"\}"
sealed="\"sealed\":\{\"body\":\"($sum)\",\"prefix\":\"($sum)\",\"size\":([0-9]+)\}"
{ sed 's|{"path":"data/|\
&|g' data/report.json; echo; } | sed -nE "s#^$small.*#\3  \1#p" >"$T/hashes"
# Of each item what stands from its files to its size, on a line.
{ sed 's|,"files":{|\
&|g' data/report.json; echo; } | sed -nE "s#^(,\"files\":\{\"age\":$text,\"key\":$text,\"keyframes\":\[[^]]*\],\"original\":$text,\"packets\":(null|\{[^{}]*\}),\"probe\":(null|\{[^{}]*\})\},(\"[A-Za-z]+\":$text,)*$sealed,\"sha256\":(null|\"$sum\"),\"size\":(null|[0-9]+)\}).*#\1#p" >"$T/items"
sed -nE "s#^.*,\"original\":\"($path)\",.*,\"sha256\":\"($sum)\",\"size\":[0-9]+\}\$#\2  \1#p" "$T/items" >>"$T/hashes"
sed -nE "s#^,\"files\":\{\"age\":\"($path)\",.*,\"id\":\"([0-9a-f]{32})\",.*$sealed.*#\1 \2 \3 \4 \5#p" "$T/items" >"$T/ages"
{
	cut -c67- "$T/hashes"
	cut -d' ' -f1 "$T/ages"
	sed -nE "s#^,\"files\":\{\"age\":\"$path\",\"key\":\"($path)\".*#\1#p" "$T/items"
} | sort >"$T/named"
find data/items -type f 2>/dev/null | sort >"$T/there"
cmp -s "$T/named" "$T/there" || fail 'the files of the items are not those that report.json names'
[ ! -s "$T/hashes" ] || sha256sum -c --strict --quiet "$T/hashes" >/dev/null 2>&1 ||
	fail 'an original, or another file of an item, does not have the hash in report.json'
ok "$(wc -l <"$T/hashes") originals and other files of items have the hashes in report.json"
# A sealed file is what the signed statement that received its item commits to: a prefix, and a body of this size.
while read -r age id body prefix size; do
	says="\"body\":\{[^{}]*\"sha256\":\"$body\",\"size\":$size\},.*\"item\":\"$id\",.*\"prefix\":\"$prefix\",.*\"type\":\"item.received\""
	accepted=''
	for received in $(grep -lE "$says" data/ledger/*.statement.json); do
		opened "${received%.statement.json}"
		[ "$(field result "$T/skeleton")" != accepted ] || accepted=1
	done
	[ -n "$accepted" ] || fail "$age: no entry received what report.json says"
	[ "$(head -c "-$size" "$age" | sha)" = "$prefix" ] && [ "$(tail -c "$size" "$age" | sha)" = "$body" ] ||
		fail "$age is not what was received"
done <"$T/ages"
ok "$(wc -l <"$T/ages") sealed items are those that were received, by signed entries"

# Each answer of a time authority is over the checkpoint beside it, under a certificate that was valid at the time it tells.
tokens=0
for token in data/ledger/times/*.tsr; do
	[ -f "$token" ] || continue
	tokens=$((tokens + 1))
	[ -f "${token%.*.tsr}.checkpoint" ] || fail "$token: what it is over is missing"
	[ -n "$authorities" ] || continue
	told=$(openssl ts -reply -in "$token" -text 2>/dev/null | sed -n 's/^Time stamp: //p')
	at=$(date -u -d "$told" +%s 2>/dev/null) && [ -n "$told" ] &&
		openssl ts -verify -data "${token%.*.tsr}.checkpoint" -in "$token" -CAfile "$authorities" -attime "$at" >/dev/null 2>&1 ||
		fail "$token: not a time token over its checkpoint by an authority whose certificate you gave"
	ok "the log's first $(sed -n 2p "${token%.*.tsr}.checkpoint") entries were there at $told, says an authority you gave"
done
[ -z "$authorities" ] || [ "$tokens" -gt 0 ] || fail 'no time authority has stamped the log of this bag'

cat <<'END'
NOT CHECKED HERE (verify.html and custos verify do): that signers were enrolled by stewards; that no event of the case or the
items is left out; that all that was expunged is named; that report.json says what the entries say, so too that the hash of an
original in it is the one that its entry commits to; that case.jsonld says what report.json says; what witnesses signed
(data/ledger/cosigned). Nor: that a sealed item opens to its original (age does); the signature inside report.pdf (pdfsig does).
END
[ -n "$authorities" ] || [ "$tokens" -eq 0 ] ||
	printf 'NOT CHECKED: %s time tokens: give the authority'"'"'s certificate by --time-ca FILE.\n' "$tokens"
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
		"$(printf %s "$vkey" | sha | cut -c1-32 | sed 's/..../& /g; s/ $//')"
	exit 3
fi
