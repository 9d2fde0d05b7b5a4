// SPDX-License-Identifier: GPL-3.0-or-later

/// The two integers that version a dataset.
public enum FormatVersion {
    /// Layout of the file: groups, columns, types. Readers accept every earlier one and refuse later ones.
    public static let schema = 2
    /// Physics and algorithms: any change that changes a byte for the same plan raises it.
    public static let modelRevision = 6
    /// The name in the file's user block and in its root attribute `format`.
    public static let name = "eidolon-dataset"
}
