// SPDX-License-Identifier: GPL-3.0-or-later

/// Whether a dataset may be written under a name.
enum OutputPlace {
    /// - Parameter force: an older dataset may be replaced. Nothing else ever is: not a recipe whose name was mistyped,
    ///   nor a folder, a pipe or a device.
    /// - Throws: `badRequest` for a name that is none, `exists` for one that is taken.
    static func check(_ path: String, force: Bool) throws(DatasetError) {
        if path.isEmpty || path.hasSuffix("/") || path.utf8.contains(0) {
            let shown = path.isEmpty ? "\"\"" : path
            throw DatasetError(.badRequest, path: shown, reason: "this is no name of a file; name the dataset to write")
        }
        guard FileSystem.exists(path) else { return }
        if FileSystem.kind(path) == .folder {
            throw DatasetError(.exists, path: path, reason: "this is a folder; name the dataset to write")
        }
        if !force {
            throw DatasetError(.exists, path: path, reason: "the file exists; choose another name or use --force")
        }
        if !isReplaceable(path) {
            throw DatasetError(
                .exists, path: path,
                reason: "this is no dataset of Eidolon, and --force replaces nothing else; choose another name")
        }
    }

    /// An empty file, one that begins like a dataset, or a link to such a file or to nothing.
    private static func isReplaceable(_ path: String) -> Bool {
        switch FileSystem.kind(path) {
        case .missing: return true
        case .folder, .other: return false
        case .file:
            guard let file = try? FileDescriptor(path, .read), let size = try? file.size() else { return false }
            return size == 0 || UserBlock.isAtStart(of: file)
        }
    }
}
