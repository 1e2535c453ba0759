//! A question in Cedar's terms.

use std::collections::{HashMap, HashSet};

use cedar_policy::{
    Context, Entities, Entity, EntityId, EntityTypeName, EntityUid, Request, RestrictedExpression,
    Schema,
};
use strongroom_model::{Action, Id, Owner, OwnerKind, Principal, PrincipalKind, SecretKey};
use strongroom_ports::principals::Standing;

use crate::engine::Broken;

/// Whether somebody may do something to an organization, a project, or one secret of these.
#[derive(Debug, Clone, Copy)]
pub struct Question<'a> {
    pub principal: Principal,
    /// That a person is in.
    pub groups: &'a [Id],
    /// Of the person on the owner; of a client, the owner without roles.
    pub standing: &'a Standing,
    pub action: Action,
    pub owner: Owner,
    pub secret: Option<&'a SecretKey>,
}

impl Question<'_> {
    /// Whether there is such a question at all: what belongs to a person is nobody else's to decide,
    /// and projects are made in organizations.
    pub(crate) fn makes_sense(&self) -> bool {
        self.standing.exists
            && match self.owner.kind {
                OwnerKind::User => false,
                OwnerKind::Organization => self.secret.is_none() || self.action != PROJECT_MAKING,
                OwnerKind::Project => self.action != PROJECT_MAKING,
            }
    }

    pub(crate) fn request(&self, names: &Names, schema: &Schema) -> Result<Request, Broken> {
        let action = uid(&names.action, self.action.as_str());
        Ok(Request::new(
            self.principal(names),
            action,
            self.resource(names),
            self.context()?,
            Some(schema),
        )
        .map_err(Box::new)?)
    }

    pub(crate) fn entities(&self, names: &Names) -> Result<Entities, Broken> {
        let mut entities = vec![Entity::new_no_attrs(
            self.principal(names),
            self.groups.iter().map(|group| id(&names.group, group)).collect(),
        )];
        entities.extend(
            self.groups
                .iter()
                .map(|group| Entity::new_no_attrs(id(&names.group, group), HashSet::new())),
        );
        let owner = self.owner(names);
        let mut above = HashSet::new();
        if self.owner.kind == OwnerKind::Project
            && let Some(organization) = &self.standing.organization
        {
            let organization = id(&names.organization, organization);
            entities.push(Entity::new_no_attrs(organization.clone(), HashSet::new()));
            above.insert(organization);
        }
        entities.push(Entity::new_no_attrs(owner.clone(), above));
        if let Some(secret) = self.secret {
            let kind = RestrictedExpression::new_string(secret.type_name.as_str().to_owned());
            entities.push(
                Entity::new(
                    self.resource(names),
                    HashMap::from([("kind".to_owned(), kind)]),
                    HashSet::from([owner]),
                )
                .map_err(Box::new)?,
            );
        }
        Ok(Entities::from_entities(entities, None).map_err(Box::new)?)
    }

    fn principal(&self, names: &Names) -> EntityUid {
        let kind = match self.principal.kind {
            PrincipalKind::Person => &names.person,
            PrincipalKind::Client => &names.client,
        };
        id(kind, &self.principal.id)
    }

    fn owner(&self, names: &Names) -> EntityUid {
        let kind = match self.owner.kind {
            OwnerKind::Project => &names.project,
            OwnerKind::Organization | OwnerKind::User => &names.organization,
        };
        id(kind, &self.owner.id)
    }

    fn resource(&self, names: &Names) -> EntityUid {
        match self.secret {
            Some(secret) => id(&names.secret, &secret.id),
            None => self.owner(names),
        }
    }

    fn context(&self) -> Result<Context, Broken> {
        let standing = self.standing;
        let is_project = self.owner.kind == OwnerKind::Project;
        let organization_role = if is_project { standing.organization_role } else { standing.role };
        let project_role = if is_project { standing.role } else { None };
        let visibility = if is_project { standing.visibility } else { None };
        let said = [
            ("organizationRole", organization_role.map(|role| role.as_str())),
            ("projectRole", project_role.map(|role| role.as_str())),
            ("visibility", visibility.map(|visibility| visibility.as_str())),
        ];
        let pairs = said.into_iter().filter_map(|(name, value)| {
            Some((name.to_owned(), RestrictedExpression::new_string(value?.to_owned())))
        });
        Ok(Context::from_pairs(pairs).map_err(Box::new)?)
    }
}

const PROJECT_MAKING: Action = Action::CreateProject;

/// The names of the schema's types, parsed once.
#[derive(Debug)]
pub(crate) struct Names {
    action: EntityTypeName,
    organization: EntityTypeName,
    project: EntityTypeName,
    secret: EntityTypeName,
    group: EntityTypeName,
    person: EntityTypeName,
    client: EntityTypeName,
}

impl Names {
    pub(crate) fn new() -> Result<Self, Broken> {
        let name = |text: &str| text.parse::<EntityTypeName>().map_err(Box::new);
        Ok(Self {
            action: name("Action")?,
            organization: name("Organization")?,
            project: name("Project")?,
            secret: name("Secret")?,
            group: name("Group")?,
            person: name("Person")?,
            client: name("Client")?,
        })
    }
}

fn id(kind: &EntityTypeName, id: &Id) -> EntityUid {
    uid(kind, &id.to_string())
}

fn uid(kind: &EntityTypeName, id: &str) -> EntityUid {
    EntityUid::from_type_name_and_id(kind.clone(), EntityId::new(id))
}
