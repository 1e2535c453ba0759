//! `spin:postgres`: what guests call, over pooled connections.
#![allow(
    clippy::result_large_err,
    reason = "the size of the interface's error is not ours to choose"
)]

mod pool;
mod values;

use wasmtime::component::{Accessor, FutureReader, HasSelf, Resource, StreamReader};

#[expect(unreachable_pub, reason = "generated bindings name it")]
pub use self::pool::Connection;
pub(crate) use self::pool::Pools;
use crate::bindings::spin::postgres::postgres::{
    Column, DbValue, Error, Host, HostConnection, HostConnectionBuilder,
    HostConnectionBuilderWithStore, HostConnectionWithStore, ParameterValue, RowSet,
};
use crate::state::State;
use crate::streams::Rows;

/// The address of a connection that is to be.
#[expect(unreachable_pub, reason = "generated bindings name it")]
pub struct Builder(String);

type Streams = (Vec<Column>, StreamReader<Vec<DbValue>>, FutureReader<Result<(), Error>>);

impl Host for State {}

impl HostConnectionBuilder for State {
    async fn new(&mut self, address: String) -> wasmtime::Result<Resource<Builder>> {
        Ok(self.table.push(Builder(address))?)
    }

    async fn set_ca_root(
        &mut self,
        _builder: Resource<Builder>,
        _certificate: String,
    ) -> wasmtime::Result<Result<(), Error>> {
        Ok(Err(Error::Other("this host has no TLS for PostgreSQL".into())))
    }

    async fn build(
        &mut self,
        builder: Resource<Builder>,
    ) -> wasmtime::Result<Result<Resource<Connection>, Error>> {
        let address = self.table.get(&builder)?.0.clone();
        self.open(address).await
    }

    async fn drop(&mut self, builder: Resource<Builder>) -> wasmtime::Result<()> {
        self.table.delete(builder)?;
        Ok(())
    }
}

impl<T: Send> HostConnectionBuilderWithStore<T> for HasSelf<State> {
    async fn build_async(
        accessor: &Accessor<T, Self>,
        builder: Resource<Builder>,
    ) -> wasmtime::Result<Result<Resource<Connection>, Error>> {
        let address = accessor.with(|mut access| -> wasmtime::Result<String> {
            Ok(access.get().table.get(&builder)?.0.clone())
        })?;
        Self::open_async(accessor, address).await
    }
}

impl HostConnection for State {
    async fn open(
        &mut self,
        address: String,
    ) -> wasmtime::Result<Result<Resource<Connection>, Error>> {
        match Connection::open(self.application.clone(), &address).await {
            Ok(connection) => Ok(Ok(self.table.push(connection)?)),
            Err(error) => Ok(Err(error)),
        }
    }

    async fn query(
        &mut self,
        connection: Resource<Connection>,
        statement: String,
        parameters: Vec<ParameterValue>,
    ) -> wasmtime::Result<Result<RowSet, Error>> {
        let connection = self.table.get(&connection)?.clone();
        Ok(connection.query(statement, parameters).await)
    }

    async fn execute(
        &mut self,
        connection: Resource<Connection>,
        statement: String,
        parameters: Vec<ParameterValue>,
    ) -> wasmtime::Result<Result<u64, Error>> {
        let connection = self.table.get(&connection)?.clone();
        Ok(connection.execute(statement, parameters).await)
    }

    async fn drop(&mut self, connection: Resource<Connection>) -> wasmtime::Result<()> {
        self.table.delete(connection)?;
        Ok(())
    }
}

impl<T: Send> HostConnectionWithStore<T> for HasSelf<State> {
    async fn open_async(
        accessor: &Accessor<T, Self>,
        address: String,
    ) -> wasmtime::Result<Result<Resource<Connection>, Error>> {
        let application = accessor.with(|mut access| access.get().application.clone());
        let opened = Connection::open(application, &address).await;
        accessor.with(|mut access| match opened {
            Ok(connection) => Ok(Ok(access.get().table.push(connection)?)),
            Err(error) => Ok(Err(error)),
        })
    }

    async fn query_async(
        accessor: &Accessor<T, Self>,
        connection: Resource<Connection>,
        statement: String,
        parameters: Vec<ParameterValue>,
    ) -> wasmtime::Result<Result<Streams, Error>> {
        let connection = get(accessor, &connection)?;
        let answer = match connection.query_bit_by_bit(statement, parameters).await {
            Ok(answer) => answer,
            Err(error) => return Ok(Err(error)),
        };
        accessor.with(|mut access| {
            let rows = StreamReader::new(&mut access, Rows(answer.rows))?;
            let end = FutureReader::new(&mut access, answer.end)?;
            Ok(Ok((answer.columns, rows, end)))
        })
    }

    async fn execute_async(
        accessor: &Accessor<T, Self>,
        connection: Resource<Connection>,
        statement: String,
        parameters: Vec<ParameterValue>,
    ) -> wasmtime::Result<Result<u64, Error>> {
        Ok(get(accessor, &connection)?.execute(statement, parameters).await)
    }
}

fn get<T>(
    accessor: &Accessor<T, HasSelf<State>>,
    connection: &Resource<Connection>,
) -> wasmtime::Result<Connection> {
    accessor.with(|mut access| Ok(access.get().table.get(connection)?.clone()))
}
