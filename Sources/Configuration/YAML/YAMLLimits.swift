// SPDX-License-Identifier: GPL-3.0-or-later

/// How much YAML is accepted: far more than a person writes, far less than hurts.
public enum YAMLLimits {
    /// Largest text in bytes.
    public static let bytes = 1 << 20
    /// Deepest nesting of lists and mappings, in block and flow style together.
    public static let depth = 64
    /// Most values, keys and list items together.
    public static let tokens = 100_000
    /// After so many mistakes in the writing itself the search for more ends.
    static let mistakes = 20
}
