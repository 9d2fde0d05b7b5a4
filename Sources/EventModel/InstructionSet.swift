// SPDX-License-Identifier: GPL-3.0-or-later
import CLanes

/// The instructions that this program was compiled for: they bound its speed, never its results.
public enum InstructionSet {
    /// `x86-64`, `x86-64-v3` or `x86-64-v4` with the vector instructions in brackets; `other` on other processors.
    public static let name = String(cString: eidolon_instruction_set())
}
