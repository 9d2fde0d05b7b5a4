// SPDX-License-Identifier: GPL-3.0-or-later

/// Finds the word that was probably meant.
public enum Suggestion {
    /// The known word nearest to `word`, when it is near enough to be a slip: at most one edit in three letters.
    ///
    /// An edit inserts, deletes or replaces a letter, or swaps two neighbours (Damerau 1964, restricted); upper and
    /// lower case are the same. Of equally near words the first in alphabetical order is taken.
    public static func nearest(to word: String, among known: [String]) -> String? {
        guard word.utf8.count <= 64 else { return nil }
        let letters = Array(word.lowercased())
        var best: (word: String, distance: Int)?
        for candidate in known.sorted() {
            let allowed = max(1, max(letters.count, candidate.count) / 3)
            let distance = distance(letters, Array(candidate.lowercased()))
            if distance <= allowed && distance < best?.distance ?? Int.max { best = (candidate, distance) }
        }
        return best?.word
    }

    /// `did you mean X? known keys: A, B` for a message.
    static func remedy(for word: String, known: [String], what: String) -> String {
        let list = known.sorted().joined(separator: ", ")
        if let nearest = nearest(to: word, among: known) { return "did you mean `\(nearest)`? \(what): \(list)" }
        return "\(what): \(list)"
    }

    /// Number of edits that turn one word into the other (optimal string alignment).
    static func distance(_ a: [Character], _ b: [Character]) -> Int {
        if a.isEmpty || b.isEmpty { return max(a.count, b.count) }
        var before = [Int](repeating: 0, count: b.count + 1)
        var previous = Array(0...b.count)
        for i in 1...a.count {
            var row = [i] + [Int](repeating: 0, count: b.count)
            for j in 1...b.count {
                let replaced = previous[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)
                row[j] = min(previous[j] + 1, row[j - 1] + 1, replaced)
                if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                    row[j] = min(row[j], before[j - 2] + 1)
                }
            }
            before = previous
            previous = row
        }
        return previous[b.count]
    }
}

extension String {
    /// The text for a message: cut to a length a person reads, line breaks and control characters made visible.
    func shortened(_ length: Int = 48) -> String {
        var result = ""
        for scalar in unicodeScalars.prefix(length) {
            if scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value) {
                result += scalar == "\n" ? "\\n" : "?"
            } else {
                result.unicodeScalars.append(scalar)
            }
        }
        return unicodeScalars.dropFirst(length).isEmpty ? result : result + "..."
    }
}
