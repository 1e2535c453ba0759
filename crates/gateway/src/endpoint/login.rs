//! Where a client signs in: RFC 6749, section 4.4, client credentials.
//!
//! The id and the secret come in the body or as `Authorization: Basic`, never both ways: two readers
//! could take different ones for true.

use strongroom_ports::authentication::Authentication;
use strongroom_secret_bytes::SecretBytes;

use crate::answer::{Answer, login};
use crate::body::login::{CLIENT_CREDENTIALS, FORM, Login};
use crate::message::{Request, ResponseHeader};
use crate::problem::{OauthError, Problem};
use crate::query::Query;
use crate::route::Operation;
use crate::status::{invalid_client, of_login};
use crate::{Gateway, check_size, context, header};

impl<A, M, V, C> Gateway<A, M, V, C>
where
    A: Authentication,
{
    pub(crate) async fn login(
        &self,
        request: &Request,
        query: Option<&str>,
        operation: &Operation,
    ) -> Result<Answer, Problem> {
        check_size(request)?;
        Query::read(query, operation.query)?;
        let login = read(request, operation)?;
        match login.grant_type.as_deref() {
            Some(CLIENT_CREDENTIALS) => {}
            None => return Err(invalid("`grant_type` is required")),
            Some(_) => {
                let detail = "`grant_type` must be `client_credentials`";
                let error = OauthError::UnsupportedGrantType;
                return Err(Problem::malformed(detail).with_error(error));
            }
        }
        if login.scope.is_some() {
            let detail = "`scope` is not taken: a client's scopes are set where it is made";
            return Err(Problem::malformed(detail).with_error(OauthError::InvalidScope));
        }
        let (id, secret) = credentials(request, login)?;
        let given = self.authentication.login(id, secret, context(request)).await;
        let token = given.map_err(of_login)?;
        let answer = Answer::ok(login::access_token(&token)?);
        Ok(answer.with_header(ResponseHeader::new("pragma", "no-cache")))
    }
}

fn read(request: &Request, operation: &Operation) -> Result<Login, Problem> {
    let accepted = operation.body.as_ref().map_or(&[][..], |body| body.media_types);
    let body = request.body.expose();
    match header::media_type(&request.headers, accepted)? {
        FORM => Login::of_form(body),
        _ => Login::of_json(body),
    }
}

fn credentials(request: &Request, login: Login) -> Result<(String, SecretBytes), Problem> {
    let Login { client_id, client_secret, .. } = login;
    match (header::basic(&request.headers)?, client_id, client_secret) {
        (Some(_), _, Some(_)) => {
            Err(invalid("the secret must be given once: in the body or in `Authorization`"))
        }
        (Some((id, _)), Some(other), None) if id != other => {
            Err(invalid("`client_id` is not the client of `Authorization`"))
        }
        (Some(basic), _, None) => Ok(basic),
        (None, Some(id), Some(secret)) => Ok((id, secret)),
        (None, None, Some(_)) => Err(invalid("`client_id` is required")),
        (None, _, None) => Err(invalid_client("the client's id and secret are required")),
    }
}

fn invalid(detail: &'static str) -> Problem {
    Problem::malformed(detail).with_error(OauthError::InvalidRequest)
}
