//! What in the contract can be broken.

/// What in the contract a plug-in broke.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Breach {
    #[error("its id is not a type's name")]
    Id,
    #[error("it has no fields, or more than 64")]
    FieldCount,
    #[error("a field's name is not one")]
    FieldName,
    #[error("two fields have one name")]
    FieldRepeated,
    #[error("a title is empty, too long, or has control characters or white space at an end")]
    Title,
    #[error("a help text is too long or has control characters")]
    Help,
    #[error("a pattern is too large, or not of the part that JavaScript and RE2 read alike")]
    Pattern,
    #[error(
        "a field of kind choice has no choices or more than 100, another kind has some, or one of them cannot be shown or is there twice"
    )]
    Choices,
    #[error("a default is of a sensitive field, or no value that the field takes")]
    Default,
    #[error("it has more than 32 renderings")]
    RenderingCount,
    #[error("a format's name is not one")]
    Format,
    #[error("two renderings have one format")]
    FormatRepeated,
    #[error("a rendering's media type is not one in lower case without quotes")]
    MediaType,
    #[error("its answer has a field that it does not describe")]
    AnswerUnknown,
    #[error("its answer has a field twice")]
    AnswerRepeated,
    #[error("its answer lacks a required field")]
    AnswerMissing,
    #[error("its answer has a value that is too large")]
    AnswerTooLarge,
    #[error("its answer has a value that its own description refuses")]
    AnswerMismatch,
    #[error("it refused the value that it made itself")]
    AnswerRefused,
    #[error("it does not know a format that it describes")]
    FormatUnknown,
    #[error("what it rendered is larger than 1 MiB")]
    RenderedTooLarge,
    #[error("it refused a value without saying why, or with too many problems")]
    ProblemCount,
    #[error("a problem is about a field that it does not describe")]
    ProblemField,
    #[error("a message is empty, too long or has control characters")]
    Message,
}
