// SPDX-License-Identifier: GPL-3.0-or-later
import Glibc

/// Why a dataset could not be written or read; its description is one line for the user.
public struct DatasetError: Error, Sendable, Equatable, CustomStringConvertible {
    /// What kind of failure it is; the set may grow.
    public enum Code: String, Sendable, CaseIterable {
        /// The operating system could not read or write: disk full, permission, missing folder.
        case inputOutput
        /// A file that must not be overwritten exists.
        case exists
        /// A file that is needed does not exist.
        case missing
        /// The file is not a dataset of this program.
        case notADataset
        /// The file was written by a later schema than this program knows.
        case newerSchema
        /// A partial run belongs to another plan or version.
        case otherPlan
        /// Content contradicts itself: truncated, altered, or never complete.
        case corrupt
        /// Another process is writing it.
        case busy
        /// The caller asked for something that cannot be: an unusable name, an event that is not inside.
        case badRequest
    }

    public let code: Code
    /// The file or folder concerned.
    public let path: String
    /// Problem and remedy.
    public let reason: String

    public init(_ code: Code, path: String, reason: String) {
        self.code = code
        self.path = path
        self.reason = reason
    }

    public var description: String { "\(path): \(reason)" }

    /// A failed system call, with the text of `errno`.
    static func system(_ operation: String, path: String, code: Int32 = errno) -> DatasetError {
        let text = String(cString: strerror(code))
        let kind: Code =
            switch code {
            case ENOENT: .missing
            case EEXIST: .exists
            default: .inputOutput
            }
        let remedy = code == ENOSPC ? "; free space and resume the run" : ""
        return DatasetError(kind, path: path, reason: "could not \(operation): \(text)\(remedy)")
    }
}
